namespace Akka.Event;

/// <summary>The forms of Error.</summary>
public static partial class LoggingExtensions
{
    /// <summary>Logs a message.</summary>
    /// <param name="log">The log.</param>
    /// <param name="format">The message.</param>
    public static void Error(this ILoggingAdapter log, string format) => Write(log, LogLevel.ErrorLevel, null, format);

    /// <summary>Logs an exception with a message.</summary>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message.</param>
    public static void Error(this ILoggingAdapter log, Exception cause, string format) => Write(log, LogLevel.ErrorLevel, cause, format);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <param name="log">The log.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="args">The values.</param>
    public static void Error(this ILoggingAdapter log, string format, object?[] args) => Write(log, LogLevel.ErrorLevel, null, format, args);

    /// <summary>Logs an exception with a message with places to fill in.</summary>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="args">The values.</param>
    public static void Error(this ILoggingAdapter log, Exception cause, string format, object?[] args) => Write(log, LogLevel.ErrorLevel, cause, format, args);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, LogLevel.ErrorLevel, null, format, arg1);

    /// <summary>Logs an exception with a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    public static void Error<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, LogLevel.ErrorLevel, cause, format, arg1);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.ErrorLevel, null, format, arg1, arg2);

    /// <summary>Logs an exception with a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.ErrorLevel, cause, format, arg1, arg2);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <typeparam name="T3">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    /// <param name="arg3">A value.</param>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.ErrorLevel, null, format, arg1, arg2, arg3);

    /// <summary>Logs an exception with a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <typeparam name="T3">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    /// <param name="arg3">A value.</param>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3);

    /// <summary>Logs a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <typeparam name="T3">The type of a value.</typeparam>
    /// <typeparam name="T4">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    /// <param name="arg3">A value.</param>
    /// <param name="arg4">A value.</param>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.ErrorLevel, null, format, arg1, arg2, arg3, arg4);

    /// <summary>Logs an exception with a message with places to fill in.</summary>
    /// <typeparam name="T1">The type of a value.</typeparam>
    /// <typeparam name="T2">The type of a value.</typeparam>
    /// <typeparam name="T3">The type of a value.</typeparam>
    /// <typeparam name="T4">The type of a value.</typeparam>
    /// <param name="log">The log.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="format">The message, with places as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="arg1">A value.</param>
    /// <param name="arg2">A value.</param>
    /// <param name="arg3">A value.</param>
    /// <param name="arg4">A value.</param>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3, arg4);
}
