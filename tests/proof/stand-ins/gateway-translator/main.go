// Envoy Gateway without a cluster: its own translator turns the objects of a gateway into the configuration of proxies
// and of the service that counts, and its own protocol hands both out. What stands in for a cluster's addresses, ports
// and certificates, the input says; everything else is as in a cluster.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	discoveryv3 "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	cachetypes "github.com/envoyproxy/go-control-plane/pkg/cache/types"
	cachev3 "github.com/envoyproxy/go-control-plane/pkg/cache/v3"
	resourcev3 "github.com/envoyproxy/go-control-plane/pkg/resource/v3"
	serverv3 "github.com/envoyproxy/go-control-plane/pkg/server/v3"
	"google.golang.org/grpc"
	corev1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	gwapiv1 "sigs.k8s.io/gateway-api/apis/v1"
	gwapiv1b1 "sigs.k8s.io/gateway-api/apis/v1beta1"

	egv1a1 "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/envoygateway"
	"github.com/envoyproxy/gateway/internal/envoygateway/config"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/infrastructure/kubernetes/ratelimit"
	"github.com/envoyproxy/gateway/internal/logging"
	"github.com/envoyproxy/gateway/internal/xds/translator"
)

type input struct {
	// Configuration of Envoy Gateway itself.
	EnvoyGateway json.RawMessage `json:"envoyGateway"`
	// Everything that the cluster would hold.
	Objects []json.RawMessage `json:"objects"`
	// Where configuration is handed out; nowhere: objects are only judged.
	Address string `json:"address"`
	// Port on loopback in place of each port that a proxy listens on.
	Ports map[uint32]uint32 `json:"ports"`
	// Where the service that counts listens, without TLS.
	Limiter string `json:"limiter"`
	// How long a proxy waits for it.
	LimiterTimeoutMs int64 `json:"limiterTimeoutMs"`
	// File that receives the output when configuration can be asked for.
	Output string `json:"output"`
}

type output struct {
	// By which name a proxy asks for its configuration.
	Node string `json:"node"`
	// What Envoy Gateway makes of the service that counts.
	Limiter any `json:"limiter"`
	// Every object that has been judged.
	Judged []any `json:"judged"`
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// load reads an object as the API server would hand it out: checked, and with its defaults.
func load(into *resource.Resources, raw json.RawMessage) error {
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(raw, &object.Object); err != nil {
		return err
	}
	kind := object.GroupVersionKind()
	if kind.Group == egv1a1.GroupName || kind.Group == gwapiv1.GroupName {
		if err := resource.GetDefaultValidator().Validate(raw); err != nil {
			return fmt.Errorf("%s %s: %w", kind.Kind, object.GetName(), err)
		}
		defaulted, err := resource.GetGatewaySchemaDefaulter().ApplyDefault(object)
		if err != nil {
			return err
		}
		object = defaulted
	}
	typed, err := envoygateway.GetScheme().New(kind)
	if err != nil {
		return err
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, typed, true); err != nil {
		return fmt.Errorf("%s %s: %w", kind.Kind, object.GetName(), err)
	}
	switch one := typed.(type) {
	case *egv1a1.EnvoyProxy:
		into.EnvoyProxyForGatewayClass = one
	case *gwapiv1.GatewayClass:
		into.GatewayClass = one
	case *gwapiv1.Gateway:
		into.Gateways = append(into.Gateways, one)
	case *gwapiv1.HTTPRoute:
		into.HTTPRoutes = append(into.HTTPRoutes, one)
	case *gwapiv1.TLSRoute:
		into.TLSRoutes = append(into.TLSRoutes, one)
	case *gwapiv1b1.ReferenceGrant:
		into.ReferenceGrants = append(into.ReferenceGrants, one)
	case *corev1.Namespace:
		into.Namespaces = append(into.Namespaces, one)
	case *corev1.Service:
		into.Services = append(into.Services, one)
	case *discovery.EndpointSlice:
		into.EndpointSlices = append(into.EndpointSlices, one)
	case *corev1.Secret:
		into.Secrets = append(into.Secrets, one)
	case *egv1a1.ClientTrafficPolicy:
		into.ClientTrafficPolicies = append(into.ClientTrafficPolicies, one)
	case *egv1a1.BackendTrafficPolicy:
		into.BackendTrafficPolicies = append(into.BackendTrafficPolicies, one)
	case *egv1a1.SecurityPolicy:
		into.SecurityPolicies = append(into.SecurityPolicies, one)
	case *egv1a1.HTTPRouteFilter:
		into.HTTPRouteFilters = append(into.HTTPRouteFilters, one)
	default:
		return fmt.Errorf("%s %s is of a kind that is not known here", kind.Kind, object.GetName())
	}
	return nil
}

// here moves what a proxy listens on and asks to this machine.
func here(asked input, resources map[resourcev3.Type][]cachetypes.Resource) {
	for _, each := range resources[resourcev3.ListenerType] {
		listener := each.(*listenerv3.Listener)
		address := listener.GetAddress().GetSocketAddress()
		port, known := asked.Ports[address.GetPortValue()]
		if !known {
			log.Fatalf("listener %s: no port in place of %d", listener.Name, address.GetPortValue())
		}
		address.Address = "127.0.0.1"
		address.PortSpecifier = &corev3.SocketAddress_PortValue{PortValue: port}
	}
	for _, each := range resources[resourcev3.ClusterType] {
		if cluster := each.(*clusterv3.Cluster); cluster.Name == "ratelimit_cluster" {
			cluster.TransportSocket = nil
		}
	}
}

// judgement is an object with what Envoy Gateway says of it.
func judgement(kind string, object metav1.Object, status any) map[string]any {
	return map[string]any{
		"kind": kind, "namespace": object.GetNamespace(), "name": object.GetName(), "status": status,
	}
}

func judged(from *gatewayapi.TranslateResult) []any {
	all := []any{}
	for _, each := range from.Gateways {
		all = append(all, judgement("Gateway", each, each.Status))
	}
	for _, each := range from.HTTPRoutes {
		all = append(all, judgement("HTTPRoute", each, each.Status))
	}
	for _, each := range from.TLSRoutes {
		all = append(all, judgement("TLSRoute", each, each.Status))
	}
	for _, each := range from.ClientTrafficPolicies {
		all = append(all, judgement("ClientTrafficPolicy", each, each.Status))
	}
	for _, each := range from.BackendTrafficPolicies {
		all = append(all, judgement("BackendTrafficPolicy", each, each.Status))
	}
	for _, each := range from.SecurityPolicies {
		all = append(all, judgement("SecurityPolicy", each, each.Status))
	}
	return all
}

func main() {
	var asked input
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &asked); err != nil {
		log.Fatal(err)
	}
	gateway := must(config.DecodeBytes(asked.EnvoyGateway))
	gateway.SetEnvoyGatewayDefaults()
	resources := resource.NewResources()
	for _, raw := range asked.Objects {
		if err := load(resources, raw); err != nil {
			log.Fatal(err)
		}
	}
	resources.Sort()
	logger := logging.NewLogger(os.Stderr, gateway.Logging)
	namespace := resources.Gateways[0].Namespace
	// As in the runners of Envoy Gateway.
	first := &gatewayapi.Translator{
		GatewayControllerName:  gateway.Gateway.ControllerName,
		GatewayClassName:       gwapiv1.ObjectName(resources.GatewayClass.Name),
		GlobalRateLimitEnabled: gateway.RateLimit != nil,
		ControllerNamespace:    namespace,
		MergeBackends:          gatewayapi.ResolveMergeBackendsConfig(resources),
		Logger:                 logger,
	}
	translated := must(first.Translate(resources))
	caches := cachev3.NewSnapshotCache(true, cachev3.IDHash{}, nil)
	told := output{Judged: judged(translated)}
	for node, found := range translated.XdsIR {
		told.Node = node
		second := &translator.Translator{ControllerNamespace: namespace, FilterOrder: found.FilterOrder, Logger: logger}
		if gateway.RateLimit != nil {
			second.GlobalRateLimit = &translator.GlobalRateLimitSettings{
				ServiceURL: "grpc://" + asked.Limiter,
				Timeout:    time.Duration(asked.LimiterTimeoutMs) * time.Millisecond,
				FailClosed: gateway.RateLimit.FailClosed,
			}
		}
		table := must(second.Translate(found))
		if asked.Address == "" {
			continue
		}
		here(asked, table.XdsResources)
		must(0, caches.SetSnapshot(context.Background(), node, must(cachev3.NewSnapshot("1", table.XdsResources))))
		limits := map[resourcev3.Type][]cachetypes.Resource{}
		for _, each := range translator.BuildRateLimitServiceConfig(found.HTTP) {
			limits[resourcev3.RateLimitConfigType] = append(limits[resourcev3.RateLimitConfigType], each)
		}
		must(0, caches.SetSnapshot(context.Background(), ratelimit.InfraName, must(cachev3.NewSnapshot("1", limits))))
	}
	if gateway.RateLimit != nil {
		told.Limiter = must(ratelimit.NewResourceRender(namespace, gateway, nil).Deployment())
	}
	if err := os.WriteFile(asked.Output+".new", must(json.Marshal(told)), 0o600); err != nil {
		log.Fatal(err)
	}
	if asked.Address == "" {
		must(0, os.Rename(asked.Output+".new", asked.Output))
		return
	}
	server := grpc.NewServer()
	discoveryv3.RegisterAggregatedDiscoveryServiceServer(
		server, serverv3.NewServer(context.Background(), caches, serverv3.CallbackFuncs{}))
	listening := must(net.Listen("tcp", asked.Address))
	must(0, os.Rename(asked.Output+".new", asked.Output))
	log.Fatal(server.Serve(listening))
}
