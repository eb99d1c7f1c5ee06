/* The floor of the benchmark: lists every directory and asks for the status of every entry, in so many threads, and
 * does nothing with the answers but add up blocks. Inodes with several links count each time.
 * cc -O2 -pthread -o floor bench/floor.c && ./floor DIRECTORY THREADS */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/stat.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry {
  unsigned long inode;
  long offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static char **queue;
static size_t queued, room;
static int waiting, threads;
static unsigned long entries, blocks;

static void push(char *path) {
  if (queued == room) queue = realloc(queue, (room = room * 2 + 1024) * sizeof *queue);
  queue[queued++] = path;
}

/* The next directory, or null when no thread has any left. */
static char *next(void) {
  char *path = NULL;
  pthread_mutex_lock(&lock);
  waiting++;
  while (queued == 0 && waiting < threads) pthread_cond_wait(&more, &lock);
  if (queued > 0) {
    waiting--;
    path = queue[--queued];
  } else {
    pthread_cond_broadcast(&more);
  }
  pthread_mutex_unlock(&lock);
  return path;
}

static char *joined(const char *directory, const char *name) {
  size_t first = strlen(directory), second = strlen(name);
  char *path = malloc(first + second + 2);
  memcpy(path, directory, first);
  path[first] = '/';
  memcpy(path + first + 1, name, second + 1);
  return path;
}

static int is_dots(const char *name) {
  return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

static void *walk(void *unused) {
  char *buffer = malloc(65536);
  unsigned long seen = 0, allocated = 0;
  for (char *path; (path = next());) {
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    long filled;
    while (directory >= 0 && (filled = syscall(SYS_getdents64, directory, buffer, 65536)) > 0) {
      for (long at = 0; at < filled;) {
        struct entry *entry = (struct entry *)(buffer + at);
        at += entry->length;
        if (is_dots(entry->name)) continue;
        struct statx status;
        seen++;
        if (statx(directory, entry->name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &status) != 0) continue;
        allocated += status.stx_blocks;
        if (!S_ISDIR(status.stx_mode)) continue;
        pthread_mutex_lock(&lock);
        push(joined(path, entry->name));
        if (waiting > 0) pthread_cond_signal(&more);
        pthread_mutex_unlock(&lock);
      }
    }
    if (directory >= 0) close(directory);
    free(path);
  }
  __atomic_fetch_add(&entries, seen, __ATOMIC_RELAXED);
  __atomic_fetch_add(&blocks, allocated, __ATOMIC_RELAXED);
  return unused;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  threads = atoi(arguments[2]);
  pthread_t running[64];
  if (threads < 1 || threads > 64) return 2;
  push(strdup(arguments[1]));
  for (int at = 0; at < threads; at++) pthread_create(&running[at], NULL, walk, NULL);
  for (int at = 0; at < threads; at++) pthread_join(running[at], NULL);
  printf("%lu entries, %lu KiB\n", entries, blocks / 2);
  return 0;
}
