/** Of a step that has failed after the promotion. */
export const NO_WAY_BACK = 'It was promoted already: there is no way back, only forward.';
