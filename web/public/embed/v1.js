/* demarc: gives frames of this server's maps the height that they ask for. Others are left alone. */
(function () {
  var own = new URL(document.currentScript.src).origin;
  function frames() {
    return [].filter.call(document.querySelectorAll('iframe[src*="/embed?"],iframe[src*="/embed.html?"]'), function (frame) {
      return new URL(frame.src).origin === own;
    });
  }
  addEventListener('message', function (event) {
    var height = event.data && event.data.demarc === 'height' && event.data.height;
    if (!(height >= 100 && height <= 4000)) return;
    frames().forEach(function (frame) {
      var box = frame.getAttribute('sandbox'); // whose content has no origin
      var closed = box !== null && !/allow-same-origin/.test(box);
      if (event.source !== frame.contentWindow || event.origin !== (closed ? 'null' : own)) return;
      frame.style.height = height + 'px';
      frame.style.aspectRatio = 'auto';
      frame.style.maxHeight = 'none';
    });
  });
  frames().forEach(function (frame) {
    frame.contentWindow.postMessage('demarc: height?', '*');
  });
})();
