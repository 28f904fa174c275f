// Replaces Pulumi's language hosts if the official distribution is not available: their Go modules can only be built
// in Pulumi's own repository. The file's name, `pulumi-language-nodejs`, `-python` or `-go`, determines the language.
// The host runs programs and plugins with Pulumi's own runners, and generates SDKs with Pulumi's own generators. It
// does not support debuggers, plugins in languages other than this provider's, and package managers except npm, pnpm,
// Yarn and pip.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The parts of a host that depend on the language.
type language interface {
	// program is the command that runs a program.
	program(info *pulumirpc.ProgramInfo, settings settings) (*exec.Cmd, error)
	// plugin is the command that runs a plugin of a kind, such as "resource" or "analyzer".
	plugin(info *pulumirpc.ProgramInfo, kind string, args []string) (*exec.Cmd, error)
	// sdk is the files of a package's SDK.
	sdk(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error)
	// link makes a program use an SDK in its folder.
	link(info *pulumirpc.ProgramInfo, pkg schema.PackageReference, path string) error
	// install installs a program's dependencies.
	install(info *pulumirpc.ProgramInfo) error
}

var languages = map[string]language{"nodejs": node{}, "python": py{}, "go": golang{}}

func main() {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	runtime, isHost := strings.CutPrefix(name, "pulumi-language-")
	if slices.Contains(os.Args, "--version") {
		fmt.Println(version.Version)
		return
	}
	if err := serve(languages[runtime], isHost); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func serve(language language, isHost bool) error {
	if language == nil || !isHost {
		return errors.New("is named for none of the languages nodejs, python and go")
	}
	// The engine's address is the last argument.
	engine := os.Args[len(os.Args)-1]
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{language: language, engine: engine})
			return nil
		},
	})
	if err != nil {
		return err
	}
	// The engine does not stop its hosts when it exits or is killed.
	err = rpcutil.Healthcheck(context.Background(), engine, 5*time.Second, func() { os.Exit(0) })
	if err != nil {
		return err
	}
	// The engine reads the port from here.
	fmt.Println(handle.Port)
	return <-handle.Done
}

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	language language
	engine   string
}

// settings are the arguments of a runner, by their names in the request.
type settings map[string]string

func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	command, err := h.language.program(request.GetInfo(), settings{
		"monitor":      request.GetMonitorAddress(),
		"engine":       h.engine,
		"organization": request.GetOrganization(),
		"project":      request.GetProject(),
		"stack":        request.GetStack(),
		"dry_run":      strconv.FormatBool(request.GetDryRun()),
		"parallel":     strconv.Itoa(int(request.GetParallel())),
		"root":         request.GetInfo().GetRootDirectory(),
		"pwd":          request.GetPwd(),
	})
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	command.Dir = request.GetPwd()
	command.Env = append(command.Environ(), configuration(request)...)
	// Do not pass our own streams: Node.js would make them non-blocking.
	command.Stdout, command.Stderr = struct{ io.Writer }{os.Stdout}, struct{ io.Writer }{os.Stderr}
	err = command.Run()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed) && failed.ExitCode() == alreadySaid:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case err != nil:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

// configuration is the stack's configuration as environment variables, as all runners expect it.
func configuration(request *pulumirpc.RunRequest) []string {
	values, secretKeys := request.GetConfig(), request.GetConfigSecretKeys()
	// The runners do not accept null for an empty value.
	if values == nil {
		values = map[string]string{}
	}
	if secretKeys == nil {
		secretKeys = []string{}
	}
	valuesJSON, _ := json.Marshal(values)
	secretKeysJSON, _ := json.Marshal(secretKeys)
	return []string{"PULUMI_CONFIG=" + string(valuesJSON), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretKeysJSON)}
}

// alreadySaid is the exit code of a runner that has already reported the error to the user.
const alreadySaid = 32

func (h *host) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream grpc.ServerStreamingServer[pulumirpc.RunPluginResponse],
) error {
	command, err := h.language.plugin(request.GetInfo(), request.GetKind(), request.GetArgs())
	if err != nil {
		return err
	}
	if command.Dir == "" {
		command.Dir = request.GetPwd()
	}
	command.Env = append(command.Environ(), request.GetEnv()...)
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	defer closer.Close()
	command.Stdout, command.Stderr = stdout, stderr
	if err := command.Start(); err != nil {
		return err
	}
	// The engine stops a plugin by ending the call.
	go func() {
		<-stream.Context().Done()
		_ = command.Process.Kill()
	}()
	_ = command.Wait()
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(command.ProcessState.ExitCode())},
	})
}

func (h *host) GeneratePackage(
	_ context.Context, request *pulumirpc.GeneratePackageRequest,
) (*pulumirpc.GeneratePackageResponse, error) {
	loader, err := schema.NewLoaderClient(request.GetLoaderTarget())
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(request.GetSchema()), &spec); err != nil {
		return nil, err
	}
	pkg, diagnostics, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	files, err := h.language.sdk(pkg, loader)
	if err != nil {
		return nil, err
	}
	for name, text := range files {
		path := filepath.Join(request.GetDirectory(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return nil, err
		}
	}
	return &pulumirpc.GeneratePackageResponse{}, nil
}

func (h *host) Link(ctx context.Context, request *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	loader, err := schema.NewLoaderClient(request.GetLoaderTarget())
	if err != nil {
		return nil, err
	}
	for _, dependency := range request.GetPackages() {
		version, err := semver.Parse(dependency.GetPackage().GetVersion())
		if err != nil {
			return nil, err
		}
		pkg, err := loader.LoadPackageReferenceV2(ctx, &schema.PackageDescriptor{
			Name: dependency.GetPackage().GetName(), Version: &version,
		})
		if err != nil {
			return nil, err
		}
		if err := h.language.link(request.GetInfo(), pkg, dependency.GetPath()); err != nil {
			return nil, err
		}
	}
	return &pulumirpc.LinkResponse{}, nil
}

func (h *host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest,
	_ grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	return h.language.install(request.GetInfo())
}

func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}
