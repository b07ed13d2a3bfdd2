"""Runs the page's shared JavaScript modules without a page, in Deno: the same engine as Chromium's."""

import json
import os
import shutil
import subprocess
import sysconfig

import pytest
from paths import ROOT

LIB = ROOT / "dashboard" / "static" / "lib"
SCRIPT = """
    const load = name => import(`{lib}/${{name}}.js`);
    const given = JSON.parse(await new Response(Deno.stdin.readable).text());
    const result = await (async () => {{ {body} }})();
    console.log(JSON.stringify(result));
"""


@pytest.fixture(scope="session")
def javascript():
    """Runs the body of an async function, with `load` for the modules of lib and `given` for its data."""
    deno = shutil.which("deno", path=sysconfig.get_path("scripts"))
    assert deno, "No Deno in this environment: tests/requirements.txt has it."

    def run(body, given=None):
        done = subprocess.run(
            [deno, "eval", "--quiet", SCRIPT.format(lib=LIB.as_uri(), body=body)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            env={**os.environ, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
