import { crc32 } from 'node:zlib';

/**
 * An Excel workbook of two sheets, the first of them empty: numbers as numbers, days as Excel has
 * them, all else as text.
 */
export function workbook(name: string, rows: readonly (readonly (string | number)[])[]): Buffer {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packages = 'http://schemas.openxmlformats.org/package/2006';
  const sheet = (data: string) => `${head}<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`;
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packages}/relationships">${['worksheets/sheet1', 'worksheets/sheet2', 'styles'].map((target, i) =>
      `<Relationship Id="r${i + 1}" Type="${office}/${i < 2 ? 'worksheet' : 'styles'}" Target="${target}.xml"/>`).join('')}</Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Empty" sheetId="1" r:id="r1"/><sheet name="${name}" sheetId="2" r:id="r2"/></sheets></workbook>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': sheet(''),
    'xl/worksheets/sheet2.xml': sheet(rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')),
  });
}

function cell(value: string | number): string {
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) / 86_400_000 + 25_569 : undefined;
  return day === undefined ? `<c t="inlineStr"><is><t>${value}</t></is></c>` : `<c s="1"><v>${day}</v></c>`;
}

/** Files in a zip, not compressed. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const [parts, list]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const of = Buffer.alloc(26);
    of.writeUInt16LE(20);
    of.writeUInt32LE(crc32(content), 10);
    of.writeUInt32LE(content.length, 14);
    of.writeUInt32LE(content.length, 18);
    of.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    list.push(Buffer.from('PK\x01\x02\x14\x00'), of, rest, Buffer.from(name));
    parts.push(Buffer.from('PK\x03\x04'), of, Buffer.from(name), content);
    at += 4 + of.length + name.length + content.length;
  }
  const names = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(names.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, names, Buffer.from('PK\x05\x06'), end]);
}
