// Once before all journeys; what it answers is called once after them.

import { startWorld } from './world.js';

export default startWorld;
