"""The dashboard's entry: ``streamlit run dashboard/app.py``."""

from pathlib import Path

import streamlit as st

from dashboard.jobs import keep_keras_sessions
from dashboard.views import train

keep_keras_sessions()

st.set_page_config(page_title="pinkpref", page_icon=Path(__file__).with_name("icon.svg"), layout="wide")
st.navigation([st.Page(train.page, title="pinkpref", url_path="train", default=True)], position="hidden").run()
