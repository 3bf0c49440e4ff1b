/** An answer in the words of RFC 9457, as the server's. */
export function problem(status: number, title: string, detail: string): Response {
  return Response.json({ title, detail, status },
    { status, headers: { 'Content-Type': 'application/problem+json' } });
}
