/** What a new dialogue starts with; staff edit the list. */
export const DEFAULT_DECLINE_REASONS: readonly { title: string; explanation: string }[] = [
	{
		title: 'Innehåller uppgifter om en privatperson',
		explanation: 'Vi publicerar inte uppgifter som pekar ut en privatperson. Skriv gärna igen utan dem.'
	},
	{
		title: 'Kränker eller hotar någon',
		explanation: 'Vi publicerar inte texter som kränker eller hotar. Synpunkten finns kvar hos oss som handling.'
	},
	{
		title: 'Handlar inte om underlaget',
		explanation: 'Synpunkten gäller något annat än det som dialogen kan påverka. Kontakta oss så hjälper vi dig rätt.'
	},
	{
		title: 'Samma synpunkt har redan skickats in',
		explanation: 'Vi publicerar synpunkten en gång. Båda finns kvar hos oss.'
	},
	{
		title: 'Reklam eller skräp',
		explanation: 'Vi publicerar inte reklam eller text utan innehåll.'
	}
];
