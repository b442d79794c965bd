// Preloaded into the program by the cases that need an odd machine. The environment says what is odd:
//   SHIM_CLOCK_SECONDS  how far the time of day is off; clocks that only count are left alone
//   SHIM_NO_LOCKS       the file system has no locks
//   SHIM_NO_LINKS       the file system has no hard links

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, time);
    const char *offset = getenv("SHIM_CLOCK_SECONDS");
    if (result == 0 && clock == CLOCK_REALTIME && offset) time->tv_sec += atol(offset);
    return result;
}

int flock(int descriptor, int operation)
{
    static int (*real)(int, int);
    if (!real) real = (int (*)(int, int))dlsym(RTLD_NEXT, "flock");
    if (!getenv("SHIM_NO_LOCKS")) return real(descriptor, operation);
    errno = ENOLCK;
    return -1;
}

int link(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);
    if (!real) real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "link");
    if (!getenv("SHIM_NO_LINKS")) return real(from, to);
    errno = EPERM;
    return -1;
}
