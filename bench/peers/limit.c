/* The bare limit: a loop of send() over many TCP sockets on loopback, with a child that reads them all.
 *
 *   limit SOCKETS BYTES SECONDS
 *
 * Prints one JSON object: sends done, and the CPU seconds of the sending process alone.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void read_all(int count, struct sockaddr_in *address) {
    static char buffer[1 << 16];
    struct epoll_event ready[256];
    int poller = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(s, (struct sockaddr *)address, sizeof *address)) fail("connect");
        struct epoll_event event = {.events = EPOLLIN, .data.fd = s};
        epoll_ctl(poller, EPOLL_CTL_ADD, s, &event);
    }
    for (;;) {
        int n = epoll_wait(poller, ready, 256, -1);
        for (int i = 0; i < n; i++)
            if (recv(ready[i].data.fd, buffer, sizeof buffer, 0) <= 0) exit(0);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "limit SOCKETS BYTES SECONDS\n");
        return 2;
    }
    int count = atoi(argv[1]), size = atoi(argv[2]);
    double seconds = atof(argv[3]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (bind(listener, (struct sockaddr *)&address, length)) fail("bind");
    if (listen(listener, count)) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);

    pid_t reader = fork();
    if (reader == 0) read_all(count, &address);

    int *sockets = calloc(count, sizeof *sockets);
    char *frame = malloc(size);
    memset(frame, 'x', size);
    for (int i = 0; i < count; i++) {
        sockets[i] = accept(listener, NULL, NULL);
        if (sockets[i] < 0) fail("accept");
        setsockopt(sockets[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    long sends = 0;
    double began = now(), used = cpu();
    while (now() - began < seconds)
        for (int i = 0; i < count; i++) {
            if (send(sockets[i], frame, size, MSG_NOSIGNAL) != size) fail("send");
            sends++;
        }
    used = cpu() - used;
    printf("{\"sends\": %ld, \"seconds\": %.3f, \"cpu\": %.3f}\n", sends, now() - began, used);
    kill(reader, SIGTERM);
    waitpid(reader, NULL, 0);
    return 0;
}
