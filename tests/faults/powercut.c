/* A disk that keeps only what was flushed: preloaded into a program (LD_PRELOAD), it notes what a power cut would leave.

   POWERCUT_ROOT   the folder that is watched
   POWERCUT_KEPT   where is noted what the disk has for certain:
                     files/<inode>    the file's contents when it was last flushed
                     folders/<inode>  the folder's names when it was last flushed, one a line: kind, inode, name

   A name lasts only when its folder was flushed, contents only when the file was: the least POSIX promises. Notes are made
   before fsync returns and replaced in one step, so that the program may be killed at any moment. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

static int watched(int fd, char *path) {
    const char *root = getenv("POWERCUT_ROOT");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (!root || length < 0) return 0;
    path[length] = 0;
    return strncmp(path, root, strlen(root)) == 0;
}

static int copy(int from, int to) {
    static char bytes[1 << 20];
    off_t at = 0;
    for (;;) {
        ssize_t got = pread(from, bytes, sizeof bytes, at);
        if (got <= 0) return got == 0;
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, bytes + done, got - done);
            if (put < 0) return 0;
            done += put;
        }
        at += got;
    }
}

static int names(const char *path, int to) {
    DIR *folder = opendir(path);
    if (!folder) return 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        dprintf(to, "%c %lu %s\n", entry->d_type == DT_DIR ? 'd' : 'f', (unsigned long)entry->d_ino, entry->d_name);
    }
    closedir(folder);
    return 1;
}

static void note(int fd) {
    char path[PATH_MAX], making[PATH_MAX], made[PATH_MAX];
    const char *kept = getenv("POWERCUT_KEPT");
    struct stat what;
    if (!kept || !watched(fd, path) || fstat(fd, &what)) return;
    int folder = S_ISDIR(what.st_mode);
    pthread_mutex_lock(&one);
    snprintf(making, sizeof making, "%s/making", kept);
    snprintf(made, sizeof made, "%s/%s/%lu", kept, folder ? "folders" : "files", (unsigned long)what.st_ino);
    int to = open(making, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    /* Through the program's own descriptor wherever it can be read: closing another one of the same file would drop the
       program's POSIX locks, which are SQLite's. */
    char door[64];
    snprintf(door, sizeof door, "/proc/self/fd/%d", fd);
    int closed = (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY;
    int from = closed ? open(door, O_RDONLY | O_CLOEXEC) : fd;
    int done = to >= 0 && (folder ? names(path, to) : from >= 0 && copy(from, to));
    if (to >= 0) close(to);
    if (closed && from >= 0) close(from);
    if (!done || rename(making, made)) {
        perror("powercut");
        abort();
    }
    pthread_mutex_unlock(&one);
}

#define FLUSH(name)                                            \
    int name(int fd) {                                         \
        static int (*real)(int);                               \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
        int result = real(fd);                                 \
        if (result == 0) note(fd);                             \
        return result;                                         \
    }

FLUSH(fsync)
FLUSH(fdatasync)
