#!/bin/sh
# Installs azwhatif for this user, without root: the program into ~/.local/bin, its
# completions, manual pages and example scenarios into ~/.local/share.
#
#	sh install.sh                  PREFIX=/usr/local sh install.sh
#	sh install.sh --uninstall      (with the same PREFIX)
#
# What is downloaded is checked against the SHA-256 sums in here before any of it is
# unpacked. AZWHATIF_FROM is another place to download from, such as a mirror, or
# file:///some/folder.
set -eu

version=@VERSION@
from=@DOWNLOAD@
sums() {
	cat <<'END'
@SUMS@
END
}

stop() {
	echo "install.sh: $1" >&2
	exit 1
}

main() {
	prefix=${PREFIX:-${HOME:+$HOME/.local}}
	[ -n "$prefix" ] || stop "HOME is not set, so there is no place to install to: set PREFIX, as in PREFIX=/opt/azwhatif sh install.sh"
	case $prefix in
	/*) ;;
	*) stop "PREFIX is \"$prefix\": it has to begin with /" ;;
	esac
	case ${1:-} in
	'') install_it ;;
	--uninstall) uninstall_it ;;
	*) stop "\"$1\" is not an option: there is only --uninstall" ;;
	esac
}

install_it() {
	case $(uname -s) in
	Linux) os=linux ;;
	Darwin) os=darwin ;;
	*) stop "no archive for $(uname -s): see docs/install.md for Windows" ;;
	esac
	case $(uname -m) in
	x86_64 | amd64) arch=amd64 ;;
	aarch64 | arm64) arch=arm64 ;;
	*) stop "no archive for $(uname -m): build it from the sources, as docs/install.md says" ;;
	esac
	folder=azwhatif_${version}_${os}_$arch
	want=$(sums | awk -v name="$folder.tar.gz" '$2 == name { print $1 }')
	[ -n "$want" ] || stop "this release has no $folder.tar.gz"

	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 130' INT TERM
	download "${AZWHATIF_FROM:-$from}/$folder.tar.gz" "$work/archive" || stop "could not download ${AZWHATIF_FROM:-$from}/$folder.tar.gz: try again, or download it yourself and say AZWHATIF_FROM=file:///its/folder"
	got=$(sum "$work/archive")
	[ "$got" = "$want" ] || stop "$folder.tar.gz is not the file of this release: its SHA-256 is $got, not $want. Nothing was installed; try again, and report it where it stays so"
	tar -xzf "$work/archive" -C "$work" || stop "$folder.tar.gz could not be unpacked: is there room in ${TMPDIR:-/tmp}?"

	mkdir -p "$prefix/bin" "$prefix/share" || stop "cannot write to $prefix: set PREFIX to a folder of yours"
	cd "$work/$folder"
	put completions/azwhatif.bash "$prefix/share/bash-completion/completions/azwhatif"
	put completions/_azwhatif "$prefix/share/zsh/site-functions/_azwhatif"
	put completions/azwhatif.fish "$prefix/share/fish/vendor_completions.d/azwhatif.fish"
	for page in man/man1/*; do put "$page" "$prefix/share/$page"; done
	rm -rf "$prefix/share/azwhatif"
	mkdir "$prefix/share/azwhatif"
	cp -R LICENSE THIRD_PARTY_LICENSES.txt README.md docs scenarios "$prefix/share/azwhatif/"
	cp azwhatif "$prefix/bin/azwhatif.new"
	mv "$prefix/bin/azwhatif.new" "$prefix/bin/azwhatif" # at once, even where one is running
	"$prefix/bin/azwhatif" --version || stop "$prefix/bin/azwhatif was installed, but does not run here"
	echo "installed $prefix/bin/azwhatif; examples are in $prefix/share/azwhatif/scenarios"
	case :$PATH: in
	*:"$prefix/bin":*) ;;
	*) echo "$prefix/bin is not in your PATH: add  export PATH=\"$prefix/bin:\$PATH\"  to your shell's profile" ;;
	esac
}

uninstall_it() {
	rm -rf "$prefix/share/azwhatif"
	rm -f "$prefix/bin/azwhatif" "$prefix/share/bash-completion/completions/azwhatif" "$prefix/share/zsh/site-functions/_azwhatif" \
		"$prefix/share/fish/vendor_completions.d/azwhatif.fish" "$prefix/share/man/man1/azwhatif.1" "$prefix"/share/man/man1/azwhatif-*.1
	echo "removed azwhatif from $prefix; your ratebook and settings are as they were"
}

put() {
	mkdir -p "$(dirname "$2")"
	cp "$1" "$2"
}

download() {
	if command -v curl >/dev/null; then
		curl -fsSL --retry 3 -o "$2" "$1"
	elif command -v wget >/dev/null; then
		wget -q -O "$2" "$1"
	else
		stop "neither curl nor wget is here: install one of them"
	fi
}

sum() {
	if command -v sha256sum >/dev/null; then
		sha256sum "$1" | cut -d ' ' -f 1
	elif command -v shasum >/dev/null; then
		shasum -a 256 "$1" | cut -d ' ' -f 1
	else
		stop "neither sha256sum nor shasum is here: install one of them, so that the download can be checked"
	fi
}

main "$@" # last, so that half a script does nothing
