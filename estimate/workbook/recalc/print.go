package recalc

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Print has LibreOffice print workbooks: it writes a PDF beside each, and gives the
// PDFs' paths. The folder is for what LibreOffice puts aside.
func Print(folder string, files ...string) ([]string, error) {
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(folder, "profile")), "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if said, err := exec.CommandContext(ctx, Office(), append(args, files...)...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("LibreOffice: %w\n%s", err, said)
	}
	var pdfs []string
	for _, f := range files {
		pdfs = append(pdfs, filepath.Join(folder, strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))+".pdf"))
	}
	return pdfs, nil
}
