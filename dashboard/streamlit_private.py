"""What the page does to Streamlit behind its public interface, all in one place."""

from __future__ import annotations

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx, script_runner

CLEAN_UP = "_clean_problem_modules"
"""What Streamlit 1.67 calls after every run of a script: ``keras.backend.clear_session()``, and the closing of pyplot's
figures, of which the page opens none."""


def current_session() -> str | None:
    """The session whose script runs in this thread; None where there is none, as in tests."""
    context = get_script_run_ctx()
    return context.session_id if context else None


def connected(session: str | None) -> bool:
    """Whether a session's browser is connected; one that no server knows counts as if it were."""
    if session is None or not runtime.exists():
        return True
    return runtime.get_instance().is_active_session(session)


def keep_keras_sessions() -> None:
    """Keeps Streamlit from calling ``keras.backend.clear_session()`` after every run of a script, in every session.

    That would throw away the state of a training under way, and holds up the server for a tenth of a second each time.

    Raises:
        RuntimeError: this Streamlit does it in another place.
    """
    if not hasattr(script_runner, CLEAN_UP):
        raise RuntimeError("This Streamlit clears Keras's session in a place that pinkpref does not know.")
    setattr(script_runner, CLEAN_UP, lambda: None)
