(function () {
  var links = [].slice.call(document.querySelectorAll('.side a')), current = null;
  function mark() {
    var found = links[0];
    links.forEach(function (link) {
      var head = document.getElementById(link.getAttribute('href').slice(1));
      if (head && head.getBoundingClientRect().top < 140) found = link;
    });
    if (!found || found === current) return;
    if (current) { current.className = ''; current.removeAttribute('aria-current'); }
    current = found;
    found.className = 'on';
    found.setAttribute('aria-current', 'true');
    if (innerWidth < 1120) found.parentNode.parentNode.scrollLeft = found.offsetLeft - 20;
  }
  addEventListener('scroll', mark, { passive: true });
  addEventListener('hashchange', mark);
  mark();
})();
