// The test score at the page's moment: at the end what the server says, before that what the network then answered.
const own = (name) => import(new URL(`app/static/${name}.js`, document.baseURI));
const loading = Promise.all(["moment", "text"].map(own));
const scores = new WeakMap(); // box -> what it shows

class Score {
  constructor(box) {
    this.box = box;
    this.ready = loading.then(([moment, text]) => {
      if (this.gone) return;
      Object.assign(this, { moment, text });
      this.unwatch = moment.watch((what) => (what === "epoch" || what === "run") && this.draw());
    });
  }

  show(data) {
    this.data = data;
    this.box.innerHTML = data.html; // as the server has it, at once
    this.early = false;
    this.ready.then(() => !this.gone && this.draw());
  }

  draw() {
    const { moment, data, box } = this;
    if (!data.series) return;
    const last = data.series.accuracy.length - 1;
    const epoch = moment.epoch(last);
    if (epoch === last) {
      if (this.early) box.innerHTML = data.html;
      this.early = false;
      return;
    }
    const network = moment.run(data.slot)?.network;
    if (network?.last !== last) return;
    this.early = true;
    const { fill, percent } = this.text;
    const put = (name, text) => {
      const place = box.querySelector(`[data-part=${name}]`);
      if (place) place.textContent = text;
    };
    const [accuracy, loss] = [data.series.accuracy[epoch], data.series.loss[epoch]];
    put("accuracy", percent(accuracy));
    put("loss", loss.toFixed(4));
    put("right", fill(data.right, { right: Math.round(accuracy * data.rows), rows: data.rows }));
    const answers = network.liking(epoch, network.table(data.colours), data.colours.length);
    box.querySelectorAll("[data-row]").forEach((row, at) => {
      const liked = answers[at] > 0.5;
      const right = liked === Boolean(data.like[at]);
      row.querySelector("[data-part=answer]").innerHTML = data.signs[liked ? "liked" : "notLiked"];
      const mark = row.querySelector("[data-part=mark]");
      mark.innerHTML = data.signs[right ? "right" : "wrong"];
      mark.classList.toggle("pp-wrong", !right);
    });
  }

  end() {
    this.gone = true;
    this.unwatch?.();
  }
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".pp-score");
  const score = scores.get(box) ?? new Score(box);
  scores.set(box, score);
  const latest = (score.latest = {});
  score.show(data);
  return () => {
    if (score.latest !== latest) return;
    scores.delete(box);
    score.end();
  };
}
