package server

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
)

// unpacked returns the files of a lesson's package.
func unpacked(t *testing.T, slug string) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := testSiteFor(t, Place{}, packaged).WriteSCORM(&out, "zh", slug); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(body)
	}
	return files
}

func TestSCORMManifest(t *testing.T) {
	files := unpacked(t, "address-already-in-use")
	var m struct {
		XMLName xml.Name
		Schema  string `xml:"metadata>schema"`
		Version string `xml:"metadata>schemaversion"`
		Default struct {
			ID           string `xml:"default,attr"`
			Organization struct {
				ID   string `xml:"identifier,attr"`
				Item struct {
					Ref   string `xml:"identifierref,attr"`
					Title string `xml:"title"`
				} `xml:"item"`
			} `xml:"organization"`
		} `xml:"organizations"`
		Resource struct {
			ID   string `xml:"identifier,attr"`
			Type string `xml:"http://www.adlnet.org/xsd/adlcp_rootv1p2 scormtype,attr"`
			Href string `xml:"href,attr"`
			File []struct {
				Href string `xml:"href,attr"`
			} `xml:"file"`
		} `xml:"resources>resource"`
	}
	if err := xml.Unmarshal([]byte(files["imsmanifest.xml"]), &m); err != nil {
		t.Fatal(err)
	}
	if m.XMLName.Space != "http://www.imsproject.org/xsd/imscp_rootv1p1p2" || m.Schema != "ADL SCORM" || m.Version != "1.2" {
		t.Errorf("it is %v %s %s, want SCORM 1.2", m.XMLName, m.Schema, m.Version)
	}
	course := m.Default.Organization
	if m.Default.ID != course.ID || course.Item.Ref != m.Resource.ID || !strings.Contains(course.Item.Title, "服务器") {
		t.Errorf("the course is %+v, the resource %s", m.Default, m.Resource.ID)
	}
	if m.Resource.Type != "sco" || m.Resource.Href != scoPath {
		t.Errorf("the resource is a %s at %s", m.Resource.Type, m.Resource.Href)
	}
	var listed []string
	for _, f := range m.Resource.File {
		listed = append(listed, f.Href)
	}
	delete(files, "imsmanifest.xml")
	for name := range files {
		if !slices.Contains(listed, name) {
			t.Errorf("%s is in the package and not in its manifest", name)
		}
	}
	if len(listed) != len(files) {
		t.Errorf("the manifest lists %d files, the package has %d", len(listed), len(files))
	}
}

// TestSCORMAddressesAreFiles follows every address of every page of a package: no server finds the
// index.html of a folder there.
func TestSCORMAddressesAreFiles(t *testing.T) {
	files := unpacked(t, "address-already-in-use")
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, match := range reference.FindAllStringSubmatch(body, -1) {
			target, _, _ := strings.Cut(strings.Split(match[1], "#")[0], "?")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if _, found := files[path.Join(path.Dir(name), target)]; !found {
				t.Errorf("%s: %s is no file of the package", name, match[1])
			}
		}
	}
	if !strings.Contains(files[scoPath], `data-src="zh/lessons/address-already-in-use/index.html"`) {
		t.Errorf("the launch page does not show the lesson:\n%s", files[scoPath])
	}
}

func TestSCORMOfNoLesson(t *testing.T) {
	var unknown *lessonError
	err := testSite(t).WriteSCORM(io.Discard, "en", "restart")
	if !errors.As(err, &unknown) || !strings.Contains(err.Error(), "address-already-in-use") {
		t.Errorf("got %v, want an error that lists the lessons", err)
	}
}
