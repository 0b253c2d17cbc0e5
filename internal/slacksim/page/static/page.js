// What makes the page feel like a client. Everything works without it.
'use strict';
(() => {
  const refreshHeader = 'X-Page-Refresh';
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  // ---- Keeping the page as the server draws it -------------------------------
  // patch makes a like b and touches only what differs, so that focus, scroll
  // position and what is being typed stay. An attribute is what the server last
  // said, a property is what the person did since: the server wins only where it
  // says something new.

  const sameNode = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');

  const setAttribute = (el, name, value) => {
    el.setAttribute(name, value);
    if (name === 'value' && 'value' in el && !['checkbox', 'radio', 'hidden'].includes(el.type)) el.value = value;
    if (name === 'checked') el.checked = true;
    if (name === 'selected') el.selected = true;
  };

  const patch = (a, b) => {
    if (a.isEqualNode(b)) return;
    if (a.nodeType !== Node.ELEMENT_NODE) { a.nodeValue = b.nodeValue; return; }
    // A menu that is open, or a dialog on top, stays so.
    const kept = name => name === 'open' && (a.nodeName === 'DETAILS' || a.nodeName === 'DIALOG') ||
      name === 'aria-activedescendant' || a.id === 'suggestions' || name === 'class' && a.nodeName === 'BODY';
    for (const { name } of [...a.attributes]) {
      if (b.hasAttribute(name) || kept(name)) continue;
      a.removeAttribute(name);
      if (name === 'checked') a.checked = false;
      if (name === 'selected') a.selected = false;
    }
    for (const { name, value } of [...b.attributes]) {
      if (!kept(name) && a.getAttribute(name) !== value) setAttribute(a, name, value);
    }
    if (a.nodeName === 'TEXTAREA') {
      if (a.defaultValue !== b.defaultValue) { a.defaultValue = b.defaultValue; a.value = b.defaultValue; }
      return;
    }
    if (a.nodeName === 'NOSCRIPT') return; // text here, elements where there is no script
    if (a.id === 'suggestions') return; // moved by the keyboard, and the same all day
    patchChildren(a, b);
  };

  const patchChildren = (a, b) => {
    let at = a.firstChild;
    for (const want of [...b.childNodes]) {
      while (at && at.nodeType === Node.ELEMENT_NODE && at.hasAttribute('data-script')) at = at.nextSibling;
      if (at && sameNode(at, want)) {
        const next = at.nextSibling;
        patch(at, want);
        at = next;
        continue;
      }
      const moved = want.id && [...a.children].find(c => sameNode(c, want));
      if (moved) {
        // What stands between is gone, or comes again later as new.
        while (at && at !== moved) { const next = at.nextSibling; at.remove(); at = next; }
        const next = moved.nextSibling;
        patch(moved, want);
        at = next;
        continue;
      }
      a.insertBefore(document.importNode(want, true), at);
    }
    while (at) {
      const next = at.nextSibling;
      if (at.nodeType !== Node.ELEMENT_NODE || !at.hasAttribute('data-script')) at.remove();
      at = next;
    }
  };

  let shownVersion = Number(document.body.dataset.version);

  // apply takes over a page that the server has drawn.
  const apply = (html, force) => {
    const next = new DOMParser().parseFromString(html, 'text/html');
    if (!next.getElementById('app')) { location.reload(); return; }
    const version = Number(next.body.dataset.version);
    if (!force && version < shownVersion) return; // an older answer came late
    shownVersion = version;
    const focused = document.activeElement && document.activeElement.id;
    document.title = next.title;
    // The toast is a live region of its own: a notice stays until it was read.
    const notice = $('#toast p', next);
    next.getElementById('toast').replaceWith(document.importNode($('#toast'), true));
    patch(document.body, next.body);
    if (notice) say(notice.textContent);
    for (const multi of $$('details.multi')) chips(multi);
    emptiness();
    upgrade();
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  };

  let toastTimer = 0;
  const say = text => {
    const p = document.createElement('p');
    p.textContent = text;
    $('#toast').replaceChildren(p);
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => $('#toast').replaceChildren(), 8000);
  };

  // ---- Asking the server -----------------------------------------------------

  let refreshing = false, again = false, acting = 0;
  const refresh = async () => {
    if (refreshing) { again = true; return; }
    refreshing = true;
    try {
      const answer = await fetch(location.href, { headers: { [refreshHeader]: '1' } });
      if (answer.ok) apply(await answer.text());
    } catch { /* the stream reconnects and asks again */ }
    refreshing = false;
    if (again) { again = false; refresh(); }
  };

  // post sends a form as the browser would, and takes over the page it leads to.
  const post = async (form, submitter, extra) => {
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    for (const [name, value] of Object.entries(extra?.fields || {})) data.set(name, value);
    const action = extra?.action || submitter?.getAttribute('formaction') || form.getAttribute('action');
    acting++;
    document.body.classList.add('busy');
    submitter?.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(action, { method: 'POST', body: data, headers: { [refreshHeader]: '1' } });
      const html = await answer.text();
      if (!answer.ok) {
        say($('main p', new DOMParser().parseFromString(html, 'text/html'))?.textContent || 'That did not work.');
        return false;
      }
      apply(html, true);
      return !new URL(answer.url).searchParams.has('notice');
    } catch {
      say('The simulator does not answer. Is it still running?');
      return false;
    } finally {
      if (--acting === 0) document.body.classList.remove('busy');
      submitter?.removeAttribute('aria-busy');
    }
  };

  document.addEventListener('submit', event => {
    const form = event.target, submitter = event.submitter;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    event.preventDefault();
    if (submitter?.getAttribute('aria-busy') === 'true') return;
    submitter?.closest('details.menu')?.querySelector('summary').focus(); // its item is about to vanish
    closeMenus();
    const box = submitter?.closest('dialog.confirm');
    if (box) { answered.add(box); box.close(); }
    if (form.id === 'composer' && !submitter?.hasAttribute('formaction')) { send(form, submitter); return; }
    post(form, submitter);
  });

  // press reports an element that is no submit button.
  const press = el => {
    const form = el.closest('form');
    return post(form, null, { action: el.dataset.action || form.getAttribute('action'), fields: { press: el.dataset.press } });
  };

  const stream = new EventSource('/live?as=' + encodeURIComponent(document.body.dataset.as));
  stream.addEventListener('version', event => { if (Number(event.data) !== shownVersion) refresh(); });
  stream.addEventListener('hello', () => refresh());
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  setInterval(() => { if (document.body.hasAttribute('data-running') && !document.hidden) refresh(); }, 20000);

  // ---- Elements that report by themselves ------------------------------------

  const undo = el => { // back to what the server last said
    if (el instanceof HTMLSelectElement) for (const o of el.options) o.selected = o.defaultSelected;
    else if (el.type === 'checkbox' || el.type === 'radio') for (const o of el.form.elements[el.name].length ? [...el.form.elements[el.name]] : [el]) o.checked = o.defaultChecked;
    else if (el instanceof HTMLDetailsElement) { for (const o of $$('input[type=checkbox]', el)) o.checked = o.defaultChecked; chips(el); }
    else el.value = el.defaultValue;
  };

  const answered = new WeakSet(); // confirm dialogs that were said yes to
  const report = el => {
    const box = el.dataset.confirm && document.getElementById(el.dataset.confirm);
    if (!box) { press(el).then(good => { if (!good) undo(el); }); return; }
    answered.delete(box);
    box.addEventListener('close', () => { if (!answered.has(box)) undo(el); }, { once: true });
    box.showModal();
  };

  document.addEventListener('change', event => {
    const el = event.target;
    const multi = el.closest('details.multi');
    if (multi) { picked(multi, el); return; }
    if (el.dataset.dispatch === 'change' && !(el instanceof HTMLSelectElement && el.value === '')) report(el);
  });
  let typing = 0;
  document.addEventListener('input', event => {
    if (event.target.dataset.dispatch !== 'type') return;
    clearTimeout(typing);
    typing = setTimeout(() => report(event.target), 500);
  });
  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-press]');
    if (link) press(link); // and the browser opens what it leads to
    const opener = event.target.closest('[popovertarget]');
    const box = opener && document.getElementById(opener.getAttribute('popovertarget'));
    if (box instanceof HTMLDialogElement) { // a real modal, where the popover is not
      event.preventDefault();
      if (opener.hasAttribute('data-deny')) { box.close(); return; }
      closeMenus();
      box.showModal();
    }
  });

  // ---- Menus of several ------------------------------------------------------

  const chips = multi => {
    const summary = $('summary', multi);
    const labels = $$('input:checked', multi).map(i => $('span', i.closest('label')).firstChild.textContent);
    summary.replaceChildren(...(labels.length ? labels : [summary.dataset.placeholder]).map(text => {
      const chip = document.createElement('span');
      chip.className = labels.length ? 'chip' : 'placeholder';
      chip.textContent = text;
      return chip;
    }));
  };
  const picked = (multi, el) => {
    const max = Number(multi.dataset.max || 0);
    if (max && $$('input:checked', multi).length > max) {
      el.checked = false;
      say(max === 1 ? 'Only one can be picked.' : `At most ${max} can be picked.`);
    }
    chips(multi);
  };
  const changedSince = multi => $$('input[type=checkbox]', multi).some(i => i.checked !== i.defaultChecked);

  const addFilter = multi => {
    const list = $('.options', multi);
    if ($('.filter', list) || $$('label.option', list).length < 8) return;
    const filter = document.createElement('input');
    filter.type = 'search';
    filter.className = 'field filter';
    filter.placeholder = 'Filter';
    filter.setAttribute('aria-label', 'Filter the options');
    filter.setAttribute('data-script', '');
    filter.addEventListener('input', () => {
      const want = filter.value.trim().toLowerCase();
      for (const option of $$('label.option', list)) option.hidden = !option.textContent.toLowerCase().includes(want);
    });
    filter.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });
    list.prepend(filter);
  };

  // ---- Menus -----------------------------------------------------------------

  const closeMenus = except => { for (const menu of $$('details.menu[open], details.multi[open]')) if (menu !== except) menu.open = false; };

  document.addEventListener('toggle', event => {
    const el = event.target;
    if (!(el instanceof HTMLDetailsElement)) return;
    if (el.open) {
      closeMenus(el);
      if (el.classList.contains('multi')) { addFilter(el); el.scrollIntoView({ block: 'nearest' }); return; }
      const items = $('.menu-items', el);
      const area = (el.closest('.scroller, .modal-body') || document.documentElement).getBoundingClientRect();
      el.classList.remove('flip-x', 'flip-y');
      const at = items.getBoundingClientRect();
      if (at.right > area.right - 4) el.classList.add('flip-x');
      if (at.bottom > area.bottom - 4 && !el.classList.contains('up')) el.classList.add('flip-y');
      if (el.matches('.overflow, .up, .left')) $('button, a', items)?.focus();
    } else if (el.matches('.multi[data-dispatch]') && changedSince(el)) report(el);
  }, true);
  document.addEventListener('pointerdown', event => {
    const inside = event.target.closest('details.menu, details.multi');
    closeMenus(inside);
  });
  const step = (items, by) => {
    const at = items.indexOf(document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  };

  // ---- The keyboard ----------------------------------------------------------

  document.addEventListener('keydown', event => {
    const el = event.target;
    const menu = el.closest('details.menu[open], details.multi[open]');
    if (event.key === 'Escape' && menu) {
      event.preventDefault();
      menu.open = false;
      $('summary', menu).focus();
      return;
    }
    if (menu && el.closest('.menu-items') && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const items = $$('.menu-items > button, .menu-items > a', menu);
      if (items.includes(el)) { event.preventDefault(); step(items, event.key === 'ArrowDown' ? 1 : -1); }
    }
    if (event.key === 'Enter' && el.dataset.dispatch === 'enter' && el.nodeName === 'INPUT') {
      event.preventDefault();
      report(el);
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && el.closest('dialog.modal')) {
      event.preventDefault();
      $('footer .primary', el.closest('dialog.modal'))?.click();
    }
  });

  // ---- Modals ----------------------------------------------------------------

  let before = ''; // what had the focus under the modal
  let complained = ''; // the refusal that has had the focus
  const upgrade = () => {
    const dialog = $('dialog.modal');
    if (dialog && !dialog.matches(':modal')) {
      const wanted = $$('[autofocus]', dialog).find(el => !el.closest('.confirm')) || $('.invalid :is(input, select, textarea)', dialog) ||
        $('.modal-body :is(input:not([type=hidden]), select, textarea, summary)', dialog) || $('footer .primary', dialog);
      before ||= document.activeElement?.id || 'composer-text';
      dialog.removeAttribute('open');
      dialog.showModal();
      wanted?.focus();
      dialog.addEventListener('cancel', event => {
        if (event.target !== dialog) return;
        event.preventDefault();
        $('[data-escape]', dialog).click();
      });
    } else if (!dialog && before) {
      document.getElementById(before)?.focus();
      before = '';
    }
    const problem = dialog && $('.invalid :is(input:not([type=hidden]), select, textarea, summary)', dialog);
    const complaint = problem ? problem.id + $('.error', dialog)?.textContent : '';
    if (problem && complaint !== complained) problem.focus(); // once for each new one
    complained = complaint;
  };

  // ---- The composer ----------------------------------------------------------

  const text = () => $('#composer-text');
  const emptiness = () => $('#composer')?.classList.toggle('empty', !text()?.value.trim());

  const send = async (form, submitter) => {
    const area = text(), typed = area.value;
    if (!typed.trim()) return;
    const sent = post(form, submitter);
    area.value = '';
    suggest();
    emptiness();
    if (!await sent && !text().value) { text().value = typed; emptiness(); }
    $('#scroller').scrollTop = 0; // the end, as the scroller is reversed
  };

  let choices = [], chosen = -1;
  const suggest = () => {
    const list = $('#suggestions'), area = text();
    if (!list || !area) return;
    const upTo = area.value.slice(0, area.selectionStart);
    const word = /^\/\S*$/.test(upTo) ? upTo : (upTo.match(/(?:^|\s)(@\S*)$/) || [])[1];
    choices = [];
    for (const item of $$('li', list)) {
      item.hidden = !word || !item.dataset.match.startsWith(word.toLowerCase());
      if (!item.hidden) choices.push(item);
    }
    list.hidden = choices.length === 0;
    choose(choices.length ? 0 : -1);
  };
  const choose = i => {
    chosen = i;
    for (const [j, item] of choices.entries()) item.setAttribute('aria-selected', String(j === i));
    if (i >= 0) {
      text().setAttribute('aria-activedescendant', choices[i].id);
      choices[i].scrollIntoView({ block: 'nearest' });
    } else text()?.removeAttribute('aria-activedescendant');
  };
  const complete = () => {
    const area = text(), insert = choices[chosen].dataset.insert;
    const end = area.selectionStart, start = area.value.slice(0, end).search(/\S*$/);
    area.setRangeText(insert, start, end, 'end');
    area.focus();
    suggest();
    emptiness();
  };

  document.addEventListener('input', event => { if (event.target === text()) { suggest(); emptiness(); } });
  // Enter sends; a browser that is driven by a program may still add its line.
  let swallow = false;
  document.addEventListener('beforeinput', event => {
    if (swallow && event.target === text() && event.inputType === 'insertLineBreak') event.preventDefault();
  });
  document.addEventListener('keydown', event => {
    swallow = false;
    if (event.target !== text() || event.isComposing) return;
    const open = choices.length > 0 && !$('#suggestions').hidden;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + choices.length) % choices.length);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      choices = [];
      $('#suggestions').hidden = true;
    } else if (open && (event.key === 'Tab' || event.key === 'Enter' && !event.shiftKey) && choices[chosen].dataset.match !== text().value.trim()) {
      event.preventDefault();
      swallow = true;
      complete();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      swallow = true;
      $('#composer').requestSubmit($('#composer .send'));
    }
  });
  document.addEventListener('pointerdown', event => {
    const item = event.target.closest('#suggestions li');
    if (!item) return;
    event.preventDefault(); // the text keeps the focus
    choose(choices.indexOf(item));
    complete();
  });
  document.addEventListener('focusout', event => { if (event.target === text()) { $('#suggestions').hidden = true; } });
  document.addEventListener('focusin', event => { if (event.target === text()) suggest(); });
  document.addEventListener('click', event => {
    if (!event.target.closest('#slash')) return;
    text().value ||= '/';
    text().focus();
    suggest();
    emptiness();
  });

  // ---- To begin with ---------------------------------------------------------

  const url = new URL(location.href);
  if (url.searchParams.has('notice')) { // it was shown, and is shown once
    url.searchParams.delete('notice');
    history.replaceState(null, '', url);
  }
  if ($('#toast p')) say($('#toast p').textContent);
  upgrade();
  emptiness();
  if (!$('dialog.modal') && matchMedia('(hover: hover)').matches) $('[data-autofocus]')?.focus();
})();
