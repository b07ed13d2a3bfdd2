from pinkpref import Settings
from pinkpref.i18n import translator
from pinkpref.models.features import feature_names
from pinkpref.reporting.network_labels import diagram_alt


def test_the_diagram_names_inputs_outputs_loss_and_optimizer():
    settings = Settings(inputs=("hsv",), loss="huber", optimizer="adam", learning_rate=0.02)
    told = diagram_alt(feature_names(settings), settings, translator("en"))
    for part in ("H, S, V", "huber", "adam", "0.02", "relu"):
        assert part in told
