package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// machine tells the shape of what is raced on, and nothing by which it could be
// found.
func machine(ctx context.Context, dir string) (string, error) {
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return "", err
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return "", err
	}
	sync, err := syncTime(dir)
	if err != nil {
		return "", err
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return "", err
	}
	said := []string{
		fmt.Sprintf("%d cores", runtime.NumCPU()),
		fmt.Sprintf("%.0f GB of memory", float64(info.Totalram)*float64(info.Unit)/(1<<30)),
		"Linux " + release(string(kernel)),
		fmt.Sprintf("%s, where 4 kB appended are on the disk after %.2f ms", fileSystem(fs.Type), inMillis(sync)),
		strings.Replace(runtime.Version(), "go", "Go ", 1),
	}
	if node, err := exec.CommandContext(ctx, "node", "--version").Output(); err == nil {
		said = append(said, "Node "+strings.TrimPrefix(strings.TrimSpace(string(node)), "v"))
	}
	return strings.Join(said, ", "), nil
}

// loadBefore is how many processes have wanted a core in the last minute. A race
// beside others' work says little.
func loadBefore() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "an unknown load"
	}
	minute, _, _ := strings.Cut(string(raw), " ")
	return "a load of " + minute
}

// release is the kernel's version without what a builder has added to it.
func release(osrelease string) string {
	return regexp.MustCompile(`^\d+\.\d+`).FindString(osrelease)
}

// fileSystem names those that people have.
func fileSystem(magic int64) string {
	return cmp.Or(map[int64]string{
		0xef53: "ext4", 0x58465342: "XFS", 0x9123683e: "Btrfs", 0x01021994: "memory, no disk", 0x794c7630: "overlay", 0x2fc12fc1: "ZFS",
	}[magic], "a file system of another kind")
}

// syncTime is how long the disk takes to keep 4 kB, the middle of a few dozen.
func syncTime(dir string) (time.Duration, error) {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer f.Close() // the folder goes with everything in it
	var took []float64
	for range 51 {
		begun := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			return 0, err
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			return 0, err
		}
		took = append(took, float64(time.Since(begun)))
	}
	return time.Duration(spreadOf(took).median), nil
}
