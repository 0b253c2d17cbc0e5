// Stands before a process's fsync and fdatasync (LD_PRELOAD), which fail with an
// error of the disk: once for each file that SYNC_FAILS_ONCE names and exists,
// and for as long as the file that SYNC_FAILS names is there.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
	const char *once = getenv("SYNC_FAILS_ONCE"), *always = getenv("SYNC_FAILS");
	int was = errno, yes = (once && unlink(once) == 0) || (always && access(always, F_OK) == 0);
	errno = yes ? EIO : was;
	return yes;
}

static int pass(const char *name, int fd) {
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	return fails() ? -1 : real(fd);
}

int fsync(int fd) { return pass("fsync", fd); }
int fdatasync(int fd) { return pass("fdatasync", fd); }
