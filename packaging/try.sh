#!/bin/sh
# Tries a package before it is given to anybody: packaging/try.sh PACKAGE.deb NEWER.deb
#
# 1. Unpacked into an empty root: `systemd-analyze verify`, how exposed the unit is, and the program run with nothing beside it but libc
#    and the certificates of authorities.
# 2. Installed by dpkg over a copy-on-write view of this system, run as its own user with the unit's folder, upgraded, removed, purged.
# Nothing of this system changes. Needs root, systemd-analyze, curl; the unit itself is not started.
set -eu

package=$(realpath "$1")
newer=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

say() { printf '\n== %s\n' "$*"; }

say "empty root"
mkdir "$work/empty"
dpkg-deb --extract "$package" "$work/empty"
systemd-sysusers --root="$work/empty" mgs-wa.conf
# Of the system, only what the unit's targets are.
mkdir -p "$work/empty/usr/lib/systemd/system"
cp -n /usr/lib/systemd/system/*.target "$work/empty/usr/lib/systemd/system/"
systemd-analyze verify --root="$work/empty" --man=no mgs-wa.service
systemd-analyze security --offline=true --root="$work/empty" --no-pager mgs-wa.service | tail -1

say "runs in the empty root"
mkdir "$work/overlay" "$work/root"
export package newer work
unshare --mount sh -eu <<'INSIDE'
empty="$work/empty"
service=$(awk -F: '$1 == "mgs-wa" { print $3 ":" $4 }' "$empty/etc/passwd")
install -d -o "${service%:*}" -g "${service#*:}" -m 0700 "$empty/var/lib/mgs-wa"
sed -i 's/^listen = .*/listen = "127.0.0.1:18080"/' "$empty/etc/mgs-wa/mgs-wa.toml"
printf 'public_url = "https://wa.example.com"\nmail_from = "no-reply@example.com"\nsmtp_url = "smtps://127.0.0.1:9"\n' >> "$empty/etc/mgs-wa/mgs-wa.toml"
ldd "$empty/usr/bin/mgs-wa" | grep -o '/[^ ]*' | while read -r library; do install -D "$library" "$empty$library"; done
install -D /etc/ssl/certs/ca-certificates.crt "$empty/etc/ssl/certs/ca-certificates.crt"
mgs() { chroot --userspec="$service" --groups= "$empty" /usr/bin/mgs-wa --config /etc/mgs-wa/mgs-wa.toml "$@"; }
mgs keys init
mgs migrate | tail -1
(exec chroot --userspec="$service" --groups= "$empty" /usr/bin/mgs-wa --config /etc/mgs-wa/mgs-wa.toml serve) > "$work/log" 2>&1 &
curl --silent --fail --retry 10 --retry-connrefused --retry-delay 1 http://127.0.0.1:18080/readyz -o /dev/null -w 'ready: %{http_code}\n' || { cat "$work/log"; exit 1; }
kill -TERM "$!"
wait "$!"
INSIDE

say "installed"
# A file system of its own for the layers: the system's may be an overlay already, and such do not nest.
unshare --mount --pid --fork sh -eu <<'INSIDE'
say() { printf '\n== %s\n' "$*"; }
mount -t tmpfs tmpfs "$work/overlay"
mkdir "$work/overlay/upper" "$work/overlay/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/overlay/upper,workdir=$work/overlay/work" "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
cp "$package" "$work/root/package.deb"
cp "$newer" "$work/root/newer.deb"
in_root() { chroot "$work/root" "$@"; }
# As the unit does it: the service's user and group alone, no capability, one folder.
as_service() {
    chroot "$work/root" setpriv --reuid mgs-wa --regid mgs-wa --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
        env -i PATH=/usr/bin sh -c 'umask 0077; exec "$@"' sh "$@"
}
mgs() { as_service mgs-wa --config /etc/mgs-wa/mgs-wa.toml "$@"; }

in_root dpkg --install /package.deb
in_root stat -c '%n %U %a' /var/lib/mgs-wa /usr/bin/mgs-wa /etc/mgs-wa/mgs-wa.toml
cat >> "$work/root/etc/mgs-wa/mgs-wa.toml" <<'END'
public_url = "https://wa.example.com"
mail_from = "Example <no-reply@example.com>"
trusted_proxies = "127.0.0.1"
listen = "127.0.0.1:18080"
metrics_listen = "127.0.0.1:19464"
smtp_url = "smtps://127.0.0.1:9"
END
sed -i '0,/^listen = .*8080"$/{//d}' "$work/root/etc/mgs-wa/mgs-wa.toml"

say "key ring, schema, owner"
mgs keys init
mgs migrate
password="a long one $(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')"
printf '%s\n' "$password" | mgs user create-owner --email asha@example.com --name "Asha Patel" --phone +919812345678 --business-name "Maa Bakery"

start() {
    mgs serve > "$work/log" 2>&1 &
    shell=$!
    for _ in $(seq 100); do
        curl --silent --fail http://127.0.0.1:18080/readyz > /dev/null && return
        sleep 0.1
    done
    cat "$work/log"
    exit 1
}
stop() {
    in_root pkill -TERM -x mgs-wa
    wait "$shell"
}
sign_in() {
    curl --silent --show-error --fail-with-body http://127.0.0.1:18080/api/v1/sign-in \
        -H 'x-forwarded-proto: https' -H 'origin: https://wa.example.com' -H 'x-mgs-request: 1' \
        --json "{\"email\":\"asha@example.com\",\"password\":\"$password\"}" | grep -o '"name":"[^"]*"' | head -2
}

say "runs"
start
in_root ps -C mgs-wa -o user:12,args
curl --silent --fail -H 'x-forwarded-proto: https' http://127.0.0.1:18080/sign-in | grep -o '<title>.*</title>'
sign_in
stop
echo "ended with $?"

say "upgraded"
in_root dpkg --install /newer.deb
in_root dpkg-query --show mgs-wa
mgs migrate
start
sign_in
stop

say "removed and purged: the data stay"
in_root dpkg --remove mgs-wa
in_root dpkg --purge mgs-wa
in_root ls -l /var/lib/mgs-wa
INSIDE
