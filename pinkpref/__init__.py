"""pinkpref: train a small Keras network on your own taste in colours, and learn whether it learned anything.

``import pinkpref`` is quick: each public name of ``__init__.pyi`` is imported when it is first used, and TensorFlow
when something trains.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
