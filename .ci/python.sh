# Sourced by ./start and ./test: sets $python to a Python that is new enough, or stops with one sentence.
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Samenloop needs Python 3.11 or newer; on Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
