// A stand-in for the Gateway API plugin of Argo Rollouts, for machines that cannot have the plugin itself. It speaks
// the controller's real plugin protocol, reads the same part of a Rollout and sets the same weights on HTTPRoutes.
// What it does not know, such as routes by header, it refuses.
package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/plugin/rpc"
	"github.com/argoproj/argo-rollouts/utils/plugin/types"
	"github.com/hashicorp/go-plugin"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"
)

// Name under which a Rollout carries the plugin's configuration.
const name = "argoproj-labs/gatewayAPI"

var httpRoutes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}

// What a Rollout tells the plugin. Unknown fields are an error: the stand-in must not pass over what it cannot do.
type routing struct {
	HTTPRoute  string `json:"httpRoute"`
	HTTPRoutes []struct {
		Name string `json:"name"`
	} `json:"httpRoutes"`
	Namespace              string `json:"namespace"`
	DisableInProgressLabel bool   `json:"disableInProgressLabel"`
}

func (r routing) routes() []string {
	names := []string{}
	if r.HTTPRoute != "" {
		names = append(names, r.HTTPRoute)
	}
	for _, route := range r.HTTPRoutes {
		names = append(names, route.Name)
	}
	return names
}

func routingOf(rollout *v1alpha1.Rollout) (routing, error) {
	var found routing
	raw := rollout.Spec.Strategy.Canary.TrafficRouting.Plugins[name]
	if err := json.Unmarshal(raw, &found); err != nil {
		return found, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return found, err
	}
	for field := range fields {
		switch field {
		case "httpRoute", "httpRoutes", "namespace", "disableInProgressLabel":
		default:
			return found, fmt.Errorf("the stand-in does not know %q", field)
		}
	}
	if len(found.routes()) == 0 {
		return found, fmt.Errorf("no HTTPRoute is named")
	}
	if found.Namespace == "" {
		return found, fmt.Errorf("no namespace is named")
	}
	return found, nil
}

type router struct{ client dynamic.Interface }

func failed(err error) types.RpcError {
	if err == nil {
		return types.RpcError{}
	}
	return types.RpcError{ErrorString: err.Error()}
}

func (r *router) InitPlugin() types.RpcError {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err == nil {
		r.client, err = dynamic.NewForConfig(config)
	}
	return failed(err)
}

// Sets the weight of every backend of that name; tells how many there are.
func setBackendWeights(route *unstructured.Unstructured, weights map[string]int64) (map[string]int, error) {
	found := map[string]int{}
	rules, _, err := unstructured.NestedSlice(route.Object, "spec", "rules")
	if err != nil {
		return found, err
	}
	for _, rule := range rules {
		backends, _ := rule.(map[string]any)["backendRefs"].([]any)
		for _, backend := range backends {
			fields := backend.(map[string]any)
			service, _ := fields["name"].(string)
			if weight, ours := weights[service]; ours {
				fields["weight"] = weight
				found[service]++
			}
		}
	}
	return found, unstructured.SetNestedSlice(route.Object, rules, "spec", "rules")
}

func (r *router) setWeight(rollout *v1alpha1.Rollout, weight int32) error {
	config, err := routingOf(rollout)
	if err != nil {
		return err
	}
	canary := rollout.Spec.Strategy.Canary
	weights := map[string]int64{canary.CanaryService: int64(weight), canary.StableService: int64(100 - weight)}
	routes := r.client.Resource(httpRoutes).Namespace(config.Namespace)
	for _, routeName := range config.routes() {
		route, err := routes.Get(context.TODO(), routeName, metav1.GetOptions{})
		if err != nil {
			return err
		}
		found, err := setBackendWeights(route, weights)
		if err != nil {
			return err
		}
		for service := range weights {
			if found[service] == 0 {
				return fmt.Errorf("HTTPRoute %s has no backend %s", routeName, service)
			}
		}
		if _, err := routes.Update(context.TODO(), route, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

func (r *router) SetWeight(rollout *v1alpha1.Rollout, weight int32, _ []v1alpha1.WeightDestination) types.RpcError {
	return failed(r.setWeight(rollout, weight))
}

func (r *router) UpdateHash(_ *v1alpha1.Rollout, _, _ string, _ []v1alpha1.WeightDestination) types.RpcError {
	return types.RpcError{}
}

func (r *router) SetHeaderRoute(_ *v1alpha1.Rollout, _ *v1alpha1.SetHeaderRoute) types.RpcError {
	return failed(fmt.Errorf("the stand-in sets no routes by header"))
}

func (r *router) SetMirrorRoute(_ *v1alpha1.Rollout, _ *v1alpha1.SetMirrorRoute) types.RpcError {
	return types.RpcError{}
}

func (r *router) VerifyWeight(_ *v1alpha1.Rollout, _ int32, _ []v1alpha1.WeightDestination) (types.RpcVerified, types.RpcError) {
	return types.Verified, types.RpcError{}
}

func (r *router) RemoveManagedRoutes(_ *v1alpha1.Rollout) types.RpcError { return types.RpcError{} }

func (r *router) Type() string { return "GatewayAPI" }

func main() {
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  1,
			MagicCookieKey:   "ARGO_ROLLOUTS_RPC_PLUGIN",
			MagicCookieValue: "trafficrouter",
		},
		Plugins: map[string]plugin.Plugin{"RpcTrafficRouterPlugin": &rpc.RpcTrafficRouterPlugin{Impl: &router{}}},
	})
}
