package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"azwhatif/estimate/web"
	"azwhatif/internal/fence"
	"azwhatif/internal/secret"

	"github.com/spf13/cobra"
)

const serveHelp = `Serve opens a page on this machine, for people who do not use a terminal: it lists
the scenarios of a folder with what they cost, starts new ones, and shows where
each figure comes from. The files stay the truth: the page and the command read and
write the same ones.

It prints an address with a token, which lets a browser in, and goes on until Ctrl-C.
What is being saved then is finished. Nothing outside of the folder is read or written.

It listens at 127.0.0.1 and a free port. To listen for other machines, name how the
way to it is made safe: a certificate (--tls-cert and --tls-key), or the address of a
proxy in front (--proxy), which has to pass the Host on as it is. The token is asked
for all the same; AZWHATIF_SERVE_TOKEN sets one of your own, of 20 characters or more.`

type serveOptions struct{ listen, cert, key, proxy string }

func (p *program) serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve [FOLDER]",
		Short: "Open a page in the browser: scenarios, what they cost, and why",
		Long:  serveHelp,
		Example: `  azwhatif serve scenarios
  azwhatif serve --listen 127.0.0.1:8080`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.serve(cmd.Context(), cmp.Or(append(args, ".")[0], "."), o)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "host and port to listen at; port 0 is a free one")
	f.StringVar(&o.cert, "tls-cert", "", "the file of a certificate, PEM: the page is then at https")
	f.StringVar(&o.key, "tls-key", "", "the file of the certificate's key, PEM")
	f.StringVar(&o.proxy, "proxy", "", "the address of a proxy that people reach the page by, such as https://prices.example.com")
	addMaxResponse(f)
	addAzureFlags(f)
	addBillingAccount(f)
	return cmd
}

// minToken is how long a token of one's own has to be.
const minToken = 20

func (p *program) serve(ctx context.Context, folder string, o serveOptions) error {
	options := web.Options{Log: p.log, Token: rand.Text()}
	if own := os.Getenv("AZWHATIF_SERVE_TOKEN"); own != "" {
		if options.Token = own; len(own) < minToken {
			return badInput(fmt.Errorf("AZWHATIF_SERVE_TOKEN has %d characters; a token is safe from %d on", len(own), minToken))
		}
	}
	certificate, err := o.safe(&options)
	if err != nil {
		return badInput(err)
	}
	if options.Folder, err = web.OpenFolder(folder); err != nil {
		return badInput(err)
	}
	defer options.Folder.Close()
	if p.fence, err = fence.At(folder); err != nil {
		return badInput(err)
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return badInput(fmt.Errorf("--listen %s: %w", o.listen, err))
	}
	options.Address = l.Addr().String()
	scheme := "http"
	if certificate != nil {
		scheme = "https"
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12})
	}
	if cache, err := os.UserCacheDir(); err == nil { // without one, drafts end with the program
		options.Drafts = filepath.Join(cache, "azwhatif", "drafts")
	}
	kept := &shelf{}
	defer kept.close()
	options.Program = p.forPage(kept)
	to := scheme + "://" + options.Address
	switch at := l.Addr().(*net.TCPAddr); {
	case options.Proxy != nil:
		to = options.Proxy.String()
	case certificate != nil && at.IP.IsUnspecified() && len(options.Certificate.DNSNames) > 0: // no browser opens 0.0.0.0
		to = fmt.Sprintf("%s://%s:%d", scheme, options.Certificate.DNSNames[0], at.Port)
	}
	fmt.Fprintf(p.stdout, "%s/?token=%s\n", to, url.QueryEscape(options.Token))
	secret.Keep(options.Token) // in no message from here on
	p.say("open this address in a browser; Ctrl-C ends it")
	return web.New(ctx, options).Serve(ctx, l)
}

// safe reads how the way to the page is made safe, which has to be said where others
// than this machine can reach it.
func (o serveOptions) safe(to *web.Options) (certificate *tls.Certificate, err error) {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %q is not a host and a port, such as 127.0.0.1:8080", o.listen)
	}
	if (o.cert == "") != (o.key == "") {
		return nil, errors.New("--tls-cert and --tls-key go together")
	}
	if o.cert != "" {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, fmt.Errorf("--tls-cert: %w", err)
		}
		if to.Certificate, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
			return nil, fmt.Errorf("--tls-cert: %w", err)
		}
		certificate = &pair
	}
	if o.proxy != "" {
		at, err := url.Parse(o.proxy)
		if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || at.Path != "" && at.Path != "/" || at.User != nil || at.RawQuery != "" {
			return nil, fmt.Errorf("--proxy %q is not an address such as https://prices.example.com", o.proxy)
		}
		at.Path = ""
		to.Proxy = at
	}
	ip := net.ParseIP(host)
	here := host == "localhost" || ip != nil && ip.IsLoopback()
	if !here && certificate == nil && to.Proxy == nil {
		return nil, fmt.Errorf("--listen %s lets other machines in, without encryption: give --tls-cert and --tls-key, or --proxy with the address of a proxy in front; or leave --listen out", o.listen)
	}
	return certificate, nil
}
