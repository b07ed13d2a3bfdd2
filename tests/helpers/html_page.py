"""What a browser would make of a piece of HTML."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """The rows of its tables, its tiles, every tag, and all text."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.tiles, self.tags, self.text, self.open = [], [], set(), [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append([])
            self.open = True
        elif attributes.get("role") == "listitem":
            self.tiles.append(attributes)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.open = False

    def handle_data(self, data):
        self.text.append(data)
        if self.open:
            self.rows[-1][-1].append(data)
