/*
 * The floor: one epoll loop, one recv, one send, a canned answer. It finds where requests end and whether the
 * client asks to close, and nothing else: what it costs is what the kernel costs. Usage: floor PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH 256
#define EVENTS 512
#define MAX_FD 65536

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "Content-Length: 13\r\n\r\nHello, World!";
static const char farewell[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "Connection: close\r\nContent-Length: 13\r\n\r\nHello, World!";

static char answers[BATCH * (sizeof answer - 1)];
static unsigned char matched[MAX_FD]; /* bytes of the blank line seen at the end of the read before */

static int open_listener(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof at;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&at, length) || listen(fd, 511)) {
        perror("floor");
        exit(2);
    }
    getsockname(fd, (struct sockaddr *)&at, &length);
    printf("listening on http://127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

static void watch(int poll, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

static void accept_all(int poll, int listener)
{
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= MAX_FD) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        matched[fd] = 0;
        watch(poll, fd);
    }
}

static int count_requests(int fd, const char *data, ssize_t length)
{
    int requests = 0, state = matched[fd];
    for (ssize_t i = 0; i < length; i++) {
        if (state == 0) { /* nearly every byte: leave the scan to the library */
            const char *next = memchr(data + i, '\r', length - i);
            if (!next)
                break;
            i = next - data;
        }
        state = data[i] == "\r\n\r\n"[state] ? state + 1 : data[i] == '\r';
        if (state == 4) {
            requests++;
            state = 0;
        }
    }
    matched[fd] = state;
    return requests;
}

static void serve(int fd)
{
    static char input[65536];
    ssize_t length = recv(fd, input, sizeof input, 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        close(fd);
        return;
    }
    int requests = count_requests(fd, input, length);
    if (requests == 1 && memmem(input, length, "Connection: close", 17)) {
        send(fd, farewell, sizeof farewell - 1, MSG_NOSIGNAL);
        close(fd);
        return;
    }
    while (requests > 0) {
        int now = requests > BATCH ? BATCH : requests;
        ssize_t size = now * (ssize_t)(sizeof answer - 1);
        if (send(fd, answers, size, MSG_NOSIGNAL) != size) {
            close(fd); /* a client that does not read its answers */
            return;
        }
        requests -= now;
    }
}

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS];
    struct rlimit files;
    int poll = epoll_create1(EPOLL_CLOEXEC);
    signal(SIGPIPE, SIG_IGN);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 0; i < BATCH; i++)
        memcpy(answers + i * (sizeof answer - 1), answer, sizeof answer - 1);
    int listener = open_listener(argc > 1 ? atoi(argv[1]) : 0);
    watch(poll, listener);
    for (;;) {
        int count = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener)
                accept_all(poll, listener);
            else
                serve(events[i].data.fd);
        }
    }
}
