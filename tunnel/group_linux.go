package tunnel

import "syscall"

// endWithUs has the system end the program when we end, even by a crash.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGTERM }
