// A host for the Envoy plugin of Coraza: the plugin itself with the rules that are built into it, on the emulator of
// proxies that its SDK brings for tests. Reads a configuration and requests from its input, and tells what becomes of
// them. What it cannot show: the plugin inside a proxy's sandbox.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/corazawaf/coraza-proxy-wasm/wasmplugin"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/proxytest"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"
)

type request struct {
	Method    string            `json:"method"`
	Authority string            `json:"authority"`
	Path      string            `json:"path"`
	Headers   map[string]string `json:"headers"`
	Body      string            `json:"body"`
}

type input struct {
	Configuration json.RawMessage `json:"configuration"`
	Requests      []request       `json:"requests"`
}

type answer struct {
	// Whether the service behind the proxy sees the request.
	Reached bool `json:"reached"`
	// What the caller gets; the service itself answers 200.
	Status uint32 `json:"status"`
	// What the plugin wrote into the log of the proxy.
	Log []string `json:"log"`
}

type output struct {
	Started bool     `json:"started"`
	Log     []string `json:"log"`
	Answers []answer `json:"answers"`
}

func logOf(host proxytest.HostEmulator) []string {
	lines := []string{}
	for _, level := range [][]string{
		host.GetCriticalLogs(), host.GetErrorLogs(), host.GetWarnLogs(), host.GetInfoLogs(),
	} {
		lines = append(lines, level...)
	}
	return lines
}

// since is what is in lines but was not before; levels are logged apart, so lines come in between.
func since(before, lines []string) []string {
	seen := map[string]int{}
	for _, line := range before {
		seen[line]++
	}
	added := []string{}
	for _, line := range lines {
		if seen[line]--; seen[line] < 0 {
			added = append(added, line)
		}
	}
	return added
}

// pass hands a request to the plugin as Envoy does, and the answer of the service where the plugin lets it through.
func pass(host proxytest.HostEmulator, asked request) answer {
	before := logOf(host)
	id := host.InitializeHttpContext()
	headers := [][2]string{{":method", asked.Method}, {":authority", asked.Authority}, {":path", asked.Path}}
	for name, value := range asked.Headers {
		headers = append(headers, [2]string{name, value})
	}
	given := answer{Status: 200}
	action := host.CallOnRequestHeaders(id, headers, asked.Body == "")
	if action == types.ActionContinue && asked.Body != "" {
		action = host.CallOnRequestBody(id, []byte(asked.Body), true)
	}
	given.Reached = action == types.ActionContinue
	if given.Reached {
		host.CallOnResponseHeaders(id, [][2]string{{":status", "200"}, {"content-type", "application/json"}}, false)
		host.CallOnResponseBody(id, []byte("{}"), true)
	}
	if sent := host.GetSentLocalResponse(id); sent != nil {
		given.Status = sent.StatusCode
	}
	host.CompleteHttpContext(id)
	given.Log = since(before, logOf(host))
	return given
}

func main() {
	// The emulator writes every line of the log once more.
	log.SetOutput(os.Stderr)
	var asked input
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		log.Fatal(err)
	}
	host, reset := proxytest.NewHostEmulator(proxytest.NewEmulatorOption().
		WithVMContext(wasmplugin.NewVMContext()).
		WithPluginConfiguration(asked.Configuration))
	defer reset()
	host.StartVM()
	told := output{Started: host.StartPlugin() == types.OnPluginStartStatusOK, Answers: []answer{}}
	told.Log = logOf(host)
	if told.Started {
		for _, each := range asked.Requests {
			told.Answers = append(told.Answers, pass(host, each))
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		log.Fatal(err)
	}
}
