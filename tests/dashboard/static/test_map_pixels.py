import numpy as np

SIZE = 30
STOPS = [[32, 28, 60], [104, 48, 110], [188, 84, 118], [242, 150, 140], [255, 240, 226]]


def liking():
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    return (0.5 + 0.5 * np.sin(7 * x) * np.cos(5 * y)).ravel()


def test_liking_is_painted_by_a_scale_that_only_gets_lighter(javascript):
    scale, pixels = javascript(
        """const { LIKING_SCALE } = await load("liking_scale");
        const { paintLiking } = await load("map_pixels");
        const pixels = new Uint32Array(given.length);
        paintLiking(Float64Array.from(given), pixels);
        return [LIKING_SCALE, [...new Uint8Array(pixels.buffer)]];""",
        liking().tolist(),
    )
    expected = np.transpose(
        [np.interp(np.linspace(0, 4, 256), range(5), channel) for channel in zip(*STOPS, strict=True)]
    )
    np.testing.assert_allclose(scale, expected, rtol=0, atol=0.5 + 1e-9)
    assert (np.diff(np.dot(scale, [0.2126, 0.7152, 0.0722])) > 0).all()
    steps = np.floor(255 * liking() + 0.5).astype(int)
    np.testing.assert_array_equal(np.reshape(pixels, (-1, 4))[:, :3], np.array(scale)[steps])
    assert set(np.reshape(pixels, (-1, 4))[:, 3]) == {255}


def test_the_boundary_is_white_on_the_liked_side_and_black_on_the_other(javascript):
    images = javascript(
        """const { paintBoundary } = await load("map_pixels");
        const images = [0, 1].map(() => new Uint32Array(given.liking.length).fill(7));
        paintBoundary(Float64Array.from(given.liking), given.size, images);
        return images.map(image => [...image]);""",
        {"liking": liking().tolist(), "size": SIZE},
    )
    liked = liking().reshape(SIZE, SIZE) > 0.5
    padded = np.pad(liked, 1, mode="edge")
    neighbours = [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]
    edge = np.any([other != liked for other in neighbours], axis=0)
    expected = np.where(edge, np.where(liked, 0xFFFFFFFF, 0xFF000000), 7).ravel()
    assert 0 < edge.sum() < edge.size
    for image in images:
        np.testing.assert_array_equal(image, expected)


def test_the_summary_names_the_share_and_the_first_of_the_extremes(javascript):
    body = 'const { summarise } = await load("map_pixels"); return summarise(Float64Array.from(given));'
    values = liking()
    assert javascript(body, values.tolist()) == {
        "likedShare": (values > 0.5).mean(),
        "most": values.argmax(),
        "least": values.argmin(),
    }
    assert javascript(body, [0.5, 0.5, 0.9, 0.9, 0.1, 0.1]) == {"likedShare": 2 / 6, "most": 2, "least": 4}
