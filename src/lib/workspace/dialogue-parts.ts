/** The parts in which a dialogue is described; a form may ask for one of them or for all. */
export type DialoguePart = 'about' | 'mandate' | 'contact' | 'names' | 'sami';
