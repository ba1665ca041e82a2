package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"portlab/server"
	"portlab/server/asset"
)

// What all tests share: the pages, rendered once, and one browser, in which every person has a
// window and a storage of their own.
var (
	pages   *server.Site
	browser context.Context
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(testWithBrowser(m))
}

func testWithBrowser(m *testing.M) int {
	var err error
	if pages, err = server.NewSite(server.Place{}); err != nil {
		return giveUp(whyNoPages(err))
	}
	quit, err := startBrowser()
	if err != nil {
		return giveUp(whyNoBrowser(err))
	}
	defer quit()
	if err := leaveRoomForWaiting(); err != nil {
		return giveUp(err.Error())
	}
	return m.Run()
}

func giveUp(why string) int {
	fmt.Fprintln(os.Stderr, why)
	return 1
}

func whyNoPages(err error) string {
	if errors.Is(err, asset.ErrNotPacked) {
		return "The browser tests need the page as it is served, which has not been built: run `make`."
	}
	return "The browser tests cannot render the site: " + err.Error()
}

func whyNoBrowser(err error) string {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return "The browser tests need Chromium, which is not on the PATH: run `make browser`, or as root `apt-get install chromium`."
	}
	return "The browser tests cannot start Chromium: " + err.Error()
}

// startBrowser starts Chromium. Its sandbox is off, as containers seldom allow it: nothing but
// pages of these tests is ever opened in it.
func startBrowser() (quit func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(desktop.width, desktop.height))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	browser, _ = chromedp.NewContext(allocator)
	if err := chromedp.Do(browser); err != nil {
		cancel()
		return nil, err
	}
	return func() {
		ctx, stop := context.WithTimeout(browser, 10*time.Second)
		defer stop()
		// Whether it closes gracefully or is killed is all the same once the tests are over.
		_ = chromedp.Cancel(ctx)
		cancel()
	}, nil
}

// leaveRoomForWaiting lets one test more than usual run at once: the one that sits out a TIME_WAIT
// needs no processor.
func leaveRoomForWaiting() error {
	parallel := flag.Lookup("test.parallel")
	if parallel.Value.String() != parallel.DefValue {
		return nil
	}
	n, err := strconv.Atoi(parallel.DefValue)
	if err != nil {
		return err
	}
	return parallel.Value.Set(strconv.Itoa(n + 1))
}
