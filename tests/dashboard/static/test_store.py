RUN = "const run = (lastEpoch, colours = [[255, 0, 0]]) => ({ network: { lastEpoch }, colours });"


def store(javascript, body):
    return javascript(
        f"""const store = await load("store");
        {RUN}
        const changes = [];
        const unsubscribe = store.subscribe(change => changes.push(change));
        {body}"""
    )


def test_every_change_is_told_once_and_what_is_the_same_is_no_change(javascript):
    found = store(
        javascript,
        """store.addRun("current", run(12));
        store.setEpoch(3); store.setEpoch(3); store.setPlane("RG"); store.setFixedValue(0.2); store.setZoomed(true);
        store.setZoomed(false); store.selectColour([1, 2, 3]); unsubscribe(); store.setEpoch(4);
        const { epoch, planeName, fixedValue, zoomed, selectedColour } = store;
        return [changes, epoch(), planeName(), fixedValue(), zoomed(), selectedColour()];""",
    )
    assert found == [
        ["runs", "epoch", "plane", "fixedValue", "zoomed", "selectedColour"],
        *(4, "RG", 0.2, False, [1, 2, 3]),
    ]


def test_whoever_imports_the_store_shares_it(javascript):
    assert (
        store(javascript, 'const other = await load("store"); other.setZoomed(false); return store.zoomed();') is False
    )


def test_the_epoch_is_within_every_run_s_own(javascript):
    found = store(
        javascript,
        """store.addRun("pinned", run(20)); store.addRun("current", run(12));
        store.setEpoch(15);
        return [store.lastEpoch(), store.epoch(), store.epoch(12), store.epoch(20)];""",
    )
    assert found == [20, 15, 12, 15]


def test_the_last_epoch_stays_the_last_when_a_longer_run_comes(javascript):
    found = store(
        javascript,
        """store.addRun("current", run(12)); store.setEpoch(12); store.addRun("current", run(50));
        const end = store.epoch();
        store.setEpoch(7); store.addRun("current", run(60));
        const early = store.epoch();
        store.setEpoch(-1);
        return [end, early, store.epoch()];""",
    )
    assert found == [50, 7, 0]


def test_without_a_run_everything_has_a_default(javascript):
    found = store(
        javascript,
        """const { lastEpoch, epoch, planeName, fixedValue, zoomed, selectedColour } = store;
        return [lastEpoch(), epoch(), planeName(), fixedValue(), zoomed(), selectedColour()];""",
    )
    assert found == [0, 0, "HL", 0.5, True, [255, 105, 180]]


def test_a_run_that_was_replaced_cannot_remove_its_successor(javascript):
    found = store(
        javascript,
        """const [first, second] = [run(12), run(30)];
        store.addRun("current", first); store.addRun("current", second); store.setEpoch(3);
        store.removeRun("current", first);
        const kept = store.run("current") === second;
        store.removeRun("current", second);
        return [kept, store.run("current") === undefined, changes, store.epoch(99)];""",
    )
    assert found == [True, True, ["runs", "runs", "epoch", "runs"], 99]


def test_another_plane_fixes_its_own_channel_at_the_median_again(javascript):
    found = store(
        javascript,
        """store.addRun("current", run(1, [[0, 0, 51], [0, 0, 102], [0, 0, 255]]));
        store.setPlane("RG"); const first = store.fixedValue(); store.setFixedValue(0.9);
        store.setPlane("RB"); const other = store.fixedValue();
        store.setPlane("RG");
        return [first, other, store.fixedValue(), store.selectedColour()];""",
    )
    assert found == [0.4, 0, 0.4, [0, 0, 51]]
