/** The form that *Inte du?* belongs to: outside of every other form, since forms cannot stand in each other. */
export const NOT_ME_FORM = 'not-me-form';
