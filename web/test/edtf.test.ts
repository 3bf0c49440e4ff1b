import { expect, it } from 'vitest';
import { formatEDTF } from '../src/edtf.ts';
import { en } from '../src/texts/en.ts';

it.each([
  ['2020-11-25', '25 November 2020'],
  ['2020-11', 'November 2020'],
  ['1992', '1992'],
  ['1992-07~', 'July 1992 (approximately)'],
  ['1993-06-27?', '27 June 1993 (uncertain)'],
  ['1990%', '1990 (uncertain, approximately)'],
  ['2020-10-09/2020-10-15', '9 October 2020 to 15 October 2020'],
  ['../1994-05-12', 'not after 12 May 1994'],
  ['1994-05-12/..', 'not before 12 May 1994'],
  ['[1992-05-08..1992-05-09]', 'some time between 8 May 1992 and 9 May 1992'],
  ['-0044', '45 BC'],
  ['-0044-03-15', '15 March 45 BC'],
  ['-0044-03~', 'March 45 BC (approximately)'],
  ['0000-02-29?', '29 February 1 BC (uncertain)'],
  ['-0500/-0320', '501 BC to 321 BC'],
  ['-004X', '50 BC – 41 BC'],
  ['-000X', '10 BC – 2 BC'],
  ['19XX?', '1900 – 1999 (uncertain)'],
  ['1914-XX-XX', '1914'],
  ['1914-03-XX', 'March 1914'],
  ['1941-24', 'December 1941 – February 1942'],
  ['-0001-24', 'December 2 BC – February 1 BC'],
  ['-0000', '-0000'],
  ['19X4', '19X4'],
  ['19XX-03', '19XX-03'],
  ['some spring', 'some spring'],
  ['2020-13', '2020-13'],
])('%s reads %j', (edtf, words) => {
  expect(formatEDTF(edtf, en)).toBe(words);
});
