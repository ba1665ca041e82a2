package server

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"

	"portlab/content/lesson"
	"portlab/server/asset"
)

// scoPath is the launch page of a SCORM package.
const scoPath = "sco.html"

// A lessonError says that there is no such lesson.
type lessonError struct {
	slug  string
	slugs []string
}

func (e *lessonError) Error() string {
	return fmt.Sprintf("found no lesson %q, expected one of: %s", e.slug, strings.Join(e.slugs, ", "))
}

// WriteSCORM writes a lesson as a package for learning systems, by SCORM 1.2: the launch page, the
// manifest, and all pages of the site, so that every link of the lesson leads somewhere.
func (s *Site) WriteSCORM(w io.Writer, lang, slug string) error {
	l, err := s.lesson(lang, slug)
	if err != nil {
		return err
	}
	sco, err := s.scoPage(l)
	if err != nil {
		return err
	}
	files := map[string][]byte{scoPath: sco}
	names := []string{scoPath}
	for _, r := range s.Resources {
		if name := r.file(); isPackaged(r) {
			files[name] = r.packaged()
			names = append(names, name)
		}
	}
	if files["imsmanifest.xml"], err = scormManifest(l, names); err != nil {
		return err
	}
	return writeZip(w, append([]string{"imsmanifest.xml"}, names...), files)
}

func (s *Site) lesson(lang, slug string) (*lesson.Lesson, error) {
	var slugs []string
	for _, l := range ofLanguage(s.lessons, lang) {
		if l.Slug == slug {
			return l, nil
		}
		slugs = append(slugs, l.Slug)
	}
	return nil, &lessonError{slug, slugs}
}

func (s *Site) scoPage(l *lesson.Lesson) ([]byte, error) {
	p := lessonPage(wordsOf(l.Lang), l)
	p.assets = s.assets
	var out bytes.Buffer
	err := scoTemplate.ExecuteTemplate(&out, "sco", p)
	return out.Bytes(), err
}

// isPackaged reports whether a resource is part of a package: pages and assets are, but not what is
// for other sites and for search engines.
func isPackaged(r *Resource) bool {
	page := r.route() == pageRoute && r.Type == asset.Type(".html") && !strings.HasSuffix(r.Path, "/embedding/")
	return page || r.route() == assetRoute
}

// folderLink is a relative address of a folder in a page.
var folderLink = regexp.MustCompile(`(href)="((?:[^":?#]*/)|\.|\.\.)((?:[?#][^"]*)?)"`)

// packaged returns the body as a package has it. Learning systems serve files by their names, and no
// folder's index.html for the folder.
func (r *Resource) packaged() []byte {
	if r.Type != asset.Type(".html") {
		return r.Body
	}
	return folderLink.ReplaceAllFunc(r.Body, func(link []byte) []byte {
		m := folderLink.FindSubmatch(link)
		to := strings.TrimSuffix(string(m[2]), "/") + "/index.html"
		return fmt.Appendf(nil, `%s="%s%s"`, m[1], to, m[3])
	})
}

// The manifest, as the SCORM 1.2 content aggregation model and IMS content packaging 1.1.2 have it.
type manifest struct {
	XMLName       xml.Name         `xml:"manifest"`
	Identifier    string           `xml:"identifier,attr"`
	Version       string           `xml:"version,attr"`
	Packaging     string           `xml:"xmlns,attr"`
	ADL           string           `xml:"xmlns:adlcp,attr"`
	Schema        string           `xml:"metadata>schema"`
	SchemaVersion string           `xml:"metadata>schemaversion"`
	Organizations manifestCourses  `xml:"organizations"`
	Resource      manifestResource `xml:"resources>resource"`
}

type manifestCourses struct {
	Default      string         `xml:"default,attr"`
	Organization manifestCourse `xml:"organization"`
}

type manifestCourse struct {
	Identifier string       `xml:"identifier,attr"`
	Title      string       `xml:"title"`
	Item       manifestItem `xml:"item"`
}

type manifestItem struct {
	Identifier string `xml:"identifier,attr"`
	Reference  string `xml:"identifierref,attr"`
	Title      string `xml:"title"`
}

type manifestResource struct {
	Identifier string         `xml:"identifier,attr"`
	Type       string         `xml:"type,attr"`
	ScormType  string         `xml:"adlcp:scormtype,attr"`
	Href       string         `xml:"href,attr"`
	Files      []manifestFile `xml:"file"`
}

type manifestFile struct {
	Href string `xml:"href,attr"`
}

func scormManifest(l *lesson.Lesson, names []string) ([]byte, error) {
	id := "portlab." + l.Slug + "." + l.Lang
	m := manifest{
		Identifier: id, Version: "1.0",
		Packaging: "http://www.imsproject.org/xsd/imscp_rootv1p1p2", ADL: "http://www.adlnet.org/xsd/adlcp_rootv1p2",
		Schema: "ADL SCORM", SchemaVersion: "1.2",
		Organizations: manifestCourses{"course", manifestCourse{"course", l.Title, manifestItem{"item", "lesson", l.Title}}},
		Resource:      manifestResource{Identifier: "lesson", Type: "webcontent", ScormType: "sco", Href: scoPath},
	}
	for _, name := range names {
		m.Resource.Files = append(m.Resource.Files, manifestFile{name})
	}
	text, err := xml.MarshalIndent(m, "", " ")
	return append([]byte(xml.Header), text...), err
}

func writeZip(w io.Writer, names []string, files map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, name := range names {
		f, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := f.Write(files[name]); err != nil {
			return err
		}
	}
	return z.Close()
}
