import '../style/panel.css';
import type { Context } from '../context.ts';
import { mountPlace as mount } from '../panel/begun.ts';
import type { Stage } from '../stage.ts';

/** All that is known of the selected place, as the panel of the full map tells it. */
export function mountPlace(root: HTMLElement, context: Context, stage: Stage): void {
  const plain = !context.timeline.statesControl;
  const { update } = mount(root, context,
    (point) => (plain ? stage.pane.control.at(point).regions : []), () => {});
  stage.onLooks(update);
}
