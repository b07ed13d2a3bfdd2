from apptest import page_of

from dashboard.session.state import KEY, SessionState


def counted():
    import streamlit as st

    from dashboard.session.state import session

    session().uploads += 1
    session().choice_lists["list"] = session().uploads
    st.text(session().uploads)


def test_a_session_keeps_its_state_from_rerun_to_rerun_and_shares_it_with_no_other():
    one, other = page_of(counted), page_of(counted)
    one.run().run()
    other.run()
    assert [page.text[0].value for page in (one, other)] == ["2", "1"]
    assert other.session_state[KEY] == SessionState(uploads=1, choice_lists={"list": 1})
    assert one.session_state[KEY].choice_lists is not other.session_state[KEY].choice_lists
