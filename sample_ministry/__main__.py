"""`python -m sample_ministry [--port N]`: the sample ministry for a person with a browser, until Ctrl-C."""

import argparse
import sys
import threading

from sample_ministry.server import serve
from sample_ministry.site import KOMDIGI, KOMINFO


def main(stop: threading.Event | None = None) -> int:
    """Serves until `stop` is set (by default never) or Ctrl-C; 1 when the port cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m sample_ministry", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes any free one")
    port = parser.parse_args().port
    try:
        with serve(port) as site:
            # Browsers resolve every name below .localhost to this machine, so both sites can be looked at.
            for host, path in ((KOMINFO, "/content/all/siaran_pers"), (KOMDIGI, "/berita/siaran-pers")):
                address = f"http://{host.partition('.')[0]}.localhost:{site.port}{path}"
                sys.stdout.write(f"{host} is served at {address}\n")
            sys.stdout.write("Stop with Ctrl-C.\n")
            sys.stdout.flush()
            (stop or threading.Event()).wait()
    except KeyboardInterrupt:
        return 0
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"Cannot listen on port {port}: {error}. Choose another with --port.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
