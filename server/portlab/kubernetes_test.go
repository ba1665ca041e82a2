package main

import (
	"encoding/json"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"portlab/server/ops"
)

// A manifest is what is looked at of a Kubernetes object.
type manifest struct {
	Kind      string
	Metadata  struct{ Name string }
	Resources []string                // of a Kustomization
	Images    []struct{ Name string } // of a Kustomization
	Spec      manifestSpec
}

type manifestSpec struct {
	Selector       json.RawMessage
	ScaleTargetRef struct{ Kind, Name string }
	Ports          []struct{ Name, TargetPort string }
	Rules          []struct {
		Host string
		HTTP struct {
			Paths []struct {
				Path    string
				Backend struct {
					Service struct {
						Name string
						Port struct{ Name string }
					}
				}
			}
		}
	}
	Template struct {
		Metadata struct{ Labels, Annotations map[string]string }
		Spec     struct {
			TerminationGracePeriodSeconds int
			Containers                    []container
		}
	}
}

type container struct {
	Image                                       string
	Args                                        []string
	Env                                         []struct{ Name, Value string }
	Ports                                       []containerPort
	StartupProbe, LivenessProbe, ReadinessProbe healthProbe
}

type containerPort struct {
	Name          string
	ContainerPort int
}

type healthProbe struct {
	HTTPGet struct{ Path, Port string }
}

// readManifests reads the objects of the folder by their kinds.
func readManifests(t *testing.T) map[string]manifest {
	t.Helper()
	files, err := filepath.Glob(deployed + "kubernetes/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]manifest{}
	var others []string
	for _, file := range files {
		name := filepath.Base(file)
		m := decode(t, name, readDeployed(t, "kubernetes/"+name))
		all[m.Kind] = m
		if m.Kind != "Kustomization" {
			others = append(others, name)
		}
	}
	if listed := slices.Sorted(slices.Values(all["Kustomization"].Resources)); !slices.Equal(listed, others) {
		t.Errorf("the kustomization lists %q, but the other files are %q", listed, others)
	}
	return all
}

// decode goes through JSON, whose decoder knows Kubernetes' names without being told.
func decode(t *testing.T, name, text string) (m manifest) {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := json.Unmarshal(asJSON, &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// TestKubernetesStartsTheServer checks the Deployment against what the server accepts and answers.
func TestKubernetesStartsTheServer(t *testing.T) {
	all := readManifests(t)
	pod := all["Deployment"].Spec.Template
	c := pod.Spec.Containers[0]
	env := map[string]string{}
	for _, e := range c.Env {
		env[e.Name] = e.Value
	}
	cmd := parsed(t, c.Args, env)
	checkEnding(t, cmd, time.Duration(pod.Spec.TerminationGracePeriodSeconds)*time.Second)
	ports := map[string]int{}
	for _, p := range c.Ports {
		ports[p.Name] = p.ContainerPort
	}
	for addr, want := range map[string]int{cmd.Addr: ports["http"], cmd.MetricsAddr: ports["metrics"]} {
		if host, port, err := net.SplitHostPort(addr); err != nil || port != strconv.Itoa(want) || host != "0.0.0.0" {
			t.Errorf("the server listens on %s, but the container's ports are %v", addr, ports)
		}
	}
	if scraped := pod.Metadata.Annotations["prometheus.io/port"]; scraped != strconv.Itoa(ports["metrics"]) {
		t.Errorf("the metrics are asked for at port %s, but the ports are %v", scraped, ports)
	}
	for probe, path := range map[healthProbe]string{
		c.StartupProbe: ops.AlivePath, c.LivenessProbe: ops.AlivePath, c.ReadinessProbe: ops.ReadyPath,
	} {
		if probe.HTTPGet.Path != path || ports[probe.HTTPGet.Port] != ports["http"] {
			t.Errorf("a probe asks for %+v, want %s at the port http", probe.HTTPGet, path)
		}
	}
	if images := all["Kustomization"].Images; len(images) != 1 || images[0].Name != c.Image {
		t.Errorf("the kustomization replaces %v, but the image is %s", images, c.Image)
	}
}

// TestKubernetesObjectsFindEachOther checks the names by which they refer to one another.
func TestKubernetesObjectsFindEachOther(t *testing.T) {
	all := readManifests(t)
	deployment, service := all["Deployment"], all["Service"]
	labels := deployment.Spec.Template.Metadata.Labels
	for kind, wrapped := range map[string]bool{"Service": false, "Deployment": true, "PodDisruptionBudget": true} {
		if got := selected(t, all[kind], wrapped); !maps.Equal(got, labels) {
			t.Errorf("the %s selects %v, but the pods are %v", kind, got, labels)
		}
	}
	if target := all["HorizontalPodAutoscaler"].Spec.ScaleTargetRef; target.Kind != "Deployment" || target.Name != deployment.Metadata.Name {
		t.Errorf("the autoscaler scales %+v, want the Deployment %s", target, deployment.Metadata.Name)
	}
	named := slices.ContainsFunc(deployment.Spec.Template.Spec.Containers[0].Ports, func(p containerPort) bool {
		return p.Name == service.Spec.Ports[0].TargetPort
	})
	if !named {
		t.Errorf("the Service leads to the port %s, which no container has", service.Spec.Ports[0].TargetPort)
	}
	rule := all["Ingress"].Spec.Rules[0]
	backend := rule.HTTP.Paths[0].Backend.Service
	if backend.Name != service.Metadata.Name || backend.Port.Name != service.Spec.Ports[0].Name {
		t.Errorf("the Ingress leads to %+v, want the Service %s", backend, service.Metadata.Name)
	}
	base := ""
	for _, e := range deployment.Spec.Template.Spec.Containers[0].Env {
		if e.Name == "PORTLAB_BASE_PATH" {
			base = e.Value
		}
	}
	if want := "https://" + rule.Host + rule.HTTP.Paths[0].Path; base != want {
		t.Errorf("the server says that it is at %s, but visitors find it at %s", base, want)
	}
}

// selected returns the labels that an object selects; some wrap them in matchLabels.
func selected(t *testing.T, m manifest, wrapped bool) map[string]string {
	t.Helper()
	var labels map[string]string
	into := any(&labels)
	if wrapped {
		into = &struct{ MatchLabels *map[string]string }{&labels}
	}
	if err := json.Unmarshal(m.Spec.Selector, into); err != nil {
		t.Fatal(err)
	}
	return labels
}
