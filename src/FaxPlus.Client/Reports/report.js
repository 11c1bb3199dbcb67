(() => {
  "use strict";
  const { faxes, statuses } = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const clock = (seconds, withSeconds) => new Date(seconds * 1000).toISOString().replace("T", " ").slice(0, withSeconds ? 19 : 16);
  const count = number => number.toLocaleString("en-US");
  const amount = number => number.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 10 });
  const span = s => s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  const local = fax => fax[0] === null ? "" : clock(fax[0] + fax[1] * 60, false);

  // The columns in table order, each with its sort key and its displayed text.
  const shown = (value, text) => value === null ? "" : text(value);
  const columns = [
    { key: fax => fax[0], text: local },
    { key: fax => fax[2], text: fax => fax[2] },
    { key: fax => fax[3], text: fax => fax[3] },
    { key: fax => fax[4], text: fax => fax[4] },
    { key: fax => fax[5], text: fax => shown(fax[5], count), isNumber: true },
    { key: fax => fax[6], text: fax => shown(fax[6], span), isNumber: true },
    { key: fax => fax[7], text: fax => shown(fax[7], amount), isNumber: true },
    { key: fax => statuses[fax[8]][1], text: fax => statuses[fax[8]][1] },
    { key: fax => fax[9], text: fax => fax[9] },
    { key: fax => fax[10], text: fax => fax[10] },
  ];
  const table = byId("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map(head => head.textContent);
  const texts = faxes.map(fax => [local(fax), fax[2], fax[3], fax[4], statuses[fax[8]][0], statuses[fax[8]][1], fax[9], fax[10]].join("\n").toLowerCase());
  const state = { sort: 0, down: true, page: 0 };
  let found = [];

  const cell = (fax, i) => {
    const td = document.createElement("td");
    td.setAttribute("role", "cell");
    td.dataset.label = names[i];
    if (columns[i].isNumber) td.className = "n";
    const text = columns[i].text(fax);
    if (!text) return td;
    const kind = { 0: "time", 7: "span", 9: "code" }[i];
    const inner = kind ? td.appendChild(document.createElement(kind)) : td;
    inner.textContent = text;
    if (kind === "time") {
      inner.dateTime = clock(fax[0], true).replace(" ", "T") + "Z";
      inner.title = clock(fax[0], true) + " UTC";
    } else if (kind === "span") {
      inner.className = "mark " + statuses[fax[8]][3];
      inner.title = statuses[fax[8]][0];
    }
    return td;
  };

  const show = () => {
    const size = Number(byId("size").value) || Math.max(found.length, 1);
    const pages = Math.max(Math.ceil(found.length / size), 1);
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const from = state.page * size;
    const part = found.slice(from, from + size);
    body.replaceChildren(...part.map(i => {
      const tr = document.createElement("tr");
      tr.setAttribute("role", "row");
      tr.append(...columns.map((_, column) => cell(faxes[i], column)));
      return tr;
    }));
    const of = found.length === faxes.length ? `${count(faxes.length)} ${faxes.length === 1 ? "fax" : "faxes"}` : `${count(found.length)} found of ${count(faxes.length)} faxes`;
    byId("state").textContent = part.length && pages > 1 ? `${count(from + 1)} to ${count(from + part.length)}, ${of}` : of;
    byId("page").textContent = `Page ${count(state.page + 1)} of ${count(pages)}`;
    byId("first").disabled = byId("back").disabled = state.page === 0;
    byId("next").disabled = byId("last").disabled = state.page === pages - 1;
    byId("pager").hidden = pages === 1;
  };

  const find = () => {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(word => word);
    const direction = byId("direction").value;
    const outcome = byId("outcome").value;
    found = [];
    for (let i = 0; i < faxes.length; i++) {
      if (direction && faxes[i][2] !== direction) continue;
      if (outcome && statuses[faxes[i][8]][2] !== Number(outcome)) continue;
      if (words.every(word => texts[i].includes(word))) found.push(i);
    }
    const key = columns[state.sort].key;
    const sign = state.down ? -1 : 1;
    // Unknown values are last in both sort directions.
    const isEmpty = value => value === null || value === "";
    found.sort((a, b) => {
      const left = key(faxes[a]);
      const right = key(faxes[b]);
      if (left === right) return a - b;
      if (isEmpty(left)) return 1;
      if (isEmpty(right)) return -1;
      return left < right ? -sign : sign;
    });
    heads.forEach((head, i) => i === state.sort ? head.setAttribute("aria-sort", state.down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
    byId("sort").value = `${state.sort} ${state.down ? "down" : "up"}`;
    table.caption.textContent = `Faxes by ${names[state.sort]}, ${state.down ? "descending" : "ascending"}`;
    state.page = 0;
    show();
  };

  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = names[i];
    button.title = `Sort by ${names[i]}`;
    button.addEventListener("click", () => {
      state.down = state.sort === i ? !state.down : i === 0;
      state.sort = i;
      find();
    });
    head.replaceChildren(button);
    byId("sort").append(new Option(`${names[i]} ↓`, `${i} down`), new Option(`${names[i]} ↑`, `${i} up`));
  });
  byId("sort").addEventListener("change", () => {
    const [sort, way] = byId("sort").value.split(" ");
    state.sort = Number(sort);
    state.down = way === "down";
    find();
  });
  let waiting = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
  byId("controls").addEventListener("submit", event => event.preventDefault());
  for (const id of ["direction", "outcome"]) byId(id).addEventListener("change", find);
  byId("size").addEventListener("change", show);
  const turn = page => () => {
    state.page = page();
    show();
    table.scrollIntoView({ block: "start" });
  };
  byId("first").addEventListener("click", turn(() => 0));
  byId("back").addEventListener("click", turn(() => state.page - 1));
  byId("next").addEventListener("click", turn(() => state.page + 1));
  byId("last").addEventListener("click", turn(() => Infinity));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(details => { details.open = true; }));
  byId("controls").hidden = false;
  find();
})();
