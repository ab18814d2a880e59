//go:build unix

package tunnel

import (
	"os"
	"os/exec"
	"syscall"
)

// group is a program and all that it has started.
type group struct{ id int }

// startGroup starts a program in a group of its own. When the command's ctx
// ends the group is asked to end.
func startGroup(cmd *exec.Cmd) (*group, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithUs(cmd.SysProcAttr)
	cmd.Cancel = func() error {
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM); err == syscall.ESRCH {
			return os.ErrProcessDone
		}
		return nil
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &group{cmd.Process.Pid}, nil
}

// kill ends at once what is left of the group.
func (g *group) kill() { syscall.Kill(-g.id, syscall.SIGKILL) }
