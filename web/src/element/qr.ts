// The QR code of an authenticator's secret. It is loaded when one is set up.

import { toSvg } from 'lean-qr/extras/svg';
import { correction, generate } from 'lean-qr/nano';
import { svgElement } from './dom';

/** Draws a text: black on white in every colour scheme, with the quiet zone of four modules that readers need (ISO/IEC 18004). */
export function draw(text: string): SVGElement {
  const maker = { createElementNS: svgElement, body: true } as unknown as Document; // body tells it from an element
  const svg = toSvg(generate(text, { minCorrectionLevel: correction.M }), maker, { on: '#000', off: '#fff', pad: 4 });
  svg.setAttribute('aria-hidden', 'true'); // what holds it has the name
  return svg;
}
