"""What the page does to Streamlit behind its public interface, all in one place."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import script_runner

CLEAN_UP = "_clean_problem_modules"
"""What Streamlit 1.67 calls after every run of a script: ``keras.backend.clear_session()``, and the closing of pyplot's
figures, of which the page opens none."""


def keep_keras_sessions() -> None:
    """Keeps Streamlit from calling ``keras.backend.clear_session()`` after every run of a script, in every session.

    That would throw away the state of a training under way, and holds up the server for a tenth of a second each time.

    Raises:
        RuntimeError: this Streamlit does it in another place.
    """
    if not hasattr(script_runner, CLEAN_UP):
        raise RuntimeError("This Streamlit clears Keras's session in a place that pinkpref does not know.")
    setattr(script_runner, CLEAN_UP, lambda: None)
