package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// node uses the runners in Pulumi's SDK for Node.js.
type node struct{}

func (node) program(info *pulumirpc.ProgramInfo, settings settings) (*exec.Cmd, error) {
	return runner(info, "run", append(flags(settings, map[string]string{
		"monitor": "monitor", "engine": "engine", "organization": "organization", "project": "project",
		"stack": "stack", "dry_run": "dry-run", "parallel": "parallel", "root": "root-directory", "pwd": "pwd",
	}), info.GetEntryPoint()))
}

func (node) plugin(info *pulumirpc.ProgramInfo, kind string, args []string) (*exec.Cmd, error) {
	if kind == "analyzer" {
		command, err := runner(info, "run-policy-pack", append(args, info.GetProgramDirectory()))
		if err == nil {
			command.Dir = info.GetProgramDirectory()
		}
		return command, err
	}
	return runner(info, "run-plugin", append([]string{info.GetProgramDirectory()}, args...))
}

// runner is a command that starts a runner of the SDK that is installed in the program's folder.
func runner(info *pulumirpc.ProgramInfo, name string, args []string) (*exec.Cmd, error) {
	resolve := exec.Command("node", "-p", "require.resolve(process.argv[1])", "@pulumi/pulumi/cmd/"+name)
	resolve.Dir = info.GetProgramDirectory()
	path, err := resolve.Output()
	if err != nil {
		return nil, fmt.Errorf("@pulumi/pulumi is not installed in %s", resolve.Dir)
	}
	command := exec.Command("node", append([]string{strings.TrimSpace(string(path))}, args...)...)
	command.Env = append(os.Environ(), "PULUMI_NODEJS_TYPESCRIPT=true")
	return command, nil
}

func (node) sdk(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
	return nodejs.GeneratePackage("pulumi-language-nodejs", pkg, nil, nil, true, loader)
}

func (node) link(info *pulumirpc.ProgramInfo, pkg schema.PackageReference, path string) error {
	definition, err := pkg.Definition()
	if err != nil {
		return err
	}
	if err := definition.ImportLanguages(map[string]schema.Language{"nodejs": nodejs.Importer}); err != nil {
		return err
	}
	name := "@pulumi/" + pkg.Name()
	if own, ok := definition.Language["nodejs"].(nodejs.NodePackageInfo); ok && own.PackageName != "" {
		name = own.PackageName
	}
	return run(info, "npm", "pkg", "set", "dependencies."+name+"=file:"+filepath.ToSlash(path))
}

// install uses the package manager whose lock file is in the folder, as the official host does.
func (node) install(info *pulumirpc.ProgramInfo) error {
	for lock, manager := range map[string]string{"yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm"} {
		if _, err := os.Stat(filepath.Join(info.GetProgramDirectory(), lock)); err == nil {
			return run(info, manager, "install")
		}
	}
	return run(info, "npm", "install", "--no-audit", "--no-fund")
}

// py runs programs in the project's virtual environment with Pulumi's runner for Python, which is next to the host.
type py struct{}

func (py) program(info *pulumirpc.ProgramInfo, settings settings) (*exec.Cmd, error) {
	args := append(flags(settings, map[string]string{
		"monitor": "monitor", "engine": "engine", "organization": "organization", "project": "project",
		"stack": "stack", "dry_run": "dry_run", "parallel": "parallel", "root": "root_directory", "pwd": "pwd",
	}), info.GetEntryPoint())
	own, err := os.Executable()
	if err != nil {
		return nil, err
	}
	environment, err := virtualEnvironment(info)
	if err != nil {
		return nil, err
	}
	runner := filepath.Join(filepath.Dir(own), "pulumi-language-python-exec")
	return exec.Command(pythonIn(environment), append([]string{"-u", runner}, args...)...), nil
}

// virtualEnvironment is the folder of the project's virtual environment.
func virtualEnvironment(info *pulumirpc.ProgramInfo) (string, error) {
	name := info.GetOptions().GetFields()["virtualenv"].GetStringValue()
	if name == "" {
		return "", fmt.Errorf("Pulumi.yaml names no virtualenv among the options of its runtime")
	}
	return filepath.Join(info.GetRootDirectory(), name), nil
}

func pythonIn(environment string) string {
	return filepath.Join(environment, "bin", "python")
}

func (py) plugin(*pulumirpc.ProgramInfo, string, []string) (*exec.Cmd, error) {
	return nil, fmt.Errorf("plugins in Python are not run here")
}

func (py) sdk(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
	return python.GeneratePackage("pulumi-language-python", pkg, nil, loader)
}

func (py) link(info *pulumirpc.ProgramInfo, _ schema.PackageReference, path string) error {
	file := filepath.Join(info.GetProgramDirectory(), "requirements.txt")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(bytes.TrimRight(text, "\n"), []byte("\n./"+path+"\n")...), 0o644)
}

func (py) install(info *pulumirpc.ProgramInfo) error {
	environment, err := virtualEnvironment(info)
	if err != nil {
		return err
	}
	if err := run(info, "python3", "-m", "venv", environment); err != nil {
		return err
	}
	return run(info, pythonIn(environment), "-m", "pip", "install", "-r", "requirements.txt")
}

// golang runs programs with Go.
type golang struct{}

func (golang) program(info *pulumirpc.ProgramInfo, settings settings) (*exec.Cmd, error) {
	command := exec.Command("go", "run", info.GetEntryPoint())
	command.Env = append(
		os.Environ(),
		"PULUMI_MONITOR="+settings["monitor"], "PULUMI_ENGINE="+settings["engine"],
		"PULUMI_ORGANIZATION="+settings["organization"], "PULUMI_PROJECT="+settings["project"],
		"PULUMI_STACK="+settings["stack"], "PULUMI_DRY_RUN="+settings["dry_run"],
		"PULUMI_PARALLEL="+settings["parallel"], "PULUMI_ROOT_DIRECTORY="+settings["root"],
	)
	return command, nil
}

func (golang) plugin(*pulumirpc.ProgramInfo, string, []string) (*exec.Cmd, error) {
	return nil, fmt.Errorf("plugins in Go are not run here")
}

func (golang) sdk(pkg *schema.Package, _ schema.ReferenceLoader) (map[string][]byte, error) {
	return gogen.GeneratePackage("pulumi-language-go", pkg, nil)
}

func (golang) link(info *pulumirpc.ProgramInfo, pkg schema.PackageReference, path string) error {
	return run(info, "go", "mod", "edit", "-replace="+gogen.ExtractModulePath(pkg)+"=./"+filepath.ToSlash(path))
}

func (golang) install(info *pulumirpc.ProgramInfo) error {
	return run(info, "go", "mod", "tidy")
}

// flags are the settings as command-line flags of a runner.
func flags(settings settings, names map[string]string) []string {
	var args []string
	for setting, name := range names {
		if settings[setting] != "" {
			args = append(args, "--"+name+"="+settings[setting])
		}
	}
	return args
}

func run(info *pulumirpc.ProgramInfo, name string, args ...string) error {
	command := exec.Command(name, args...)
	command.Dir = info.GetProgramDirectory()
	if printed, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command, err, printed)
	}
	return nil
}
