"""The dashboard's entry: ``streamlit run dashboard/app.py``. The title is sent before anything long is imported."""

import sys
from functools import partial
from pathlib import Path

if (root := str(Path(__file__).parents[1])) not in sys.path:
    sys.path.insert(0, root)  # Streamlit puts this file's folder there, and a wheel installs no package `dashboard`

if __name__ == "__main__":  # the processes that the page starts import this file too, under another name
    import streamlit as st

    st.set_page_config(page_title="pinkpref", page_icon=Path(__file__).with_name("icon.svg"), layout="wide")
    title, switch = st.columns([5, 1], vertical_alignment="bottom")
    title.title("pinkpref", anchor=False)

    from dashboard.panels.header import header

    words = header(title, switch)

    from dashboard import streamlit_private
    from dashboard.pages import experiment
    from dashboard.session.uploads import FIRST_SAMPLE, sample
    from dashboard.session.url import PRESETS
    from dashboard.tasks import ahead, place

    place.begin()
    ahead.begin(sample(FIRST_SAMPLE), PRESETS.values())
    streamlit_private.adjust()
    page = st.Page(partial(experiment.page, words), title="pinkpref", url_path="train", default=True)
    st.navigation([page], position="hidden").run()
