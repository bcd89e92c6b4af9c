"""Search keys, sort keys and duplicate-candidate keys in the database: twins of himaya.kit.text.

Immutable, so that they may stand in stored generated columns; each whole in itself, because a restore
runs with an empty search path; free of locale, because the embedded server has no ICU.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

HEAD = "language plpgsql immutable strict parallel safe as $function$"

UNMIX = r"""
  s := translate(normalize(s, NFC), 'ǝƎ', 'əƏ');
  if s ~ '[\u0400-\u052f]' then
    select string_agg(
             case
               when not (w[1] ~ '[A-Za-zÀ-ÖØ-öø-ƍƐ-ǜǞ-ɏ]' and w[1] ~ '[\u0400-\u052f]') then w[1]
               when w[1] ~ '[^A-Za-zÀ-ÖØ-öø-ɏə\u0300-\u036fАВЕКМНОРСТХУІЈаеорсхуіјӘә]'
                    and w[1] !~ '[DFGLNQRSUVWZbdfghklmnqrstuvwzÀ-ÖØ-öø-ƍƐ-ǜǞ-ɏ]'
                 then translate(w[1], 'ABEKMHOPCTXYIJaeopcxyij', 'АВЕКМНОРСТХУІЈаеорсхуіј')
               else translate(w[1], 'АВЕКМНОРСТХУІЈаеорсхуіјӘә', 'ABEKMHOPCTXYIJaeopcxyijƏə')
             end, '' order by n)
      into s
      from regexp_matches(
             s, '([A-Za-zÀ-ÖØ-öø-ɏə\u0300-\u036f\u0400-\u052f]+|[^A-Za-zÀ-ÖØ-öø-ɏə\u0300-\u036f\u0400-\u052f]+)', 'g'
           ) with ordinality as m(w, n);
  end if;
"""

STRIP = r"""
  s := regexp_replace(s, '[\U00010000-\U0010ffff]', ' ', 'g');
  s := regexp_replace(s, '[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180b-\u180f'
         '\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff''`´ʹʻʼʽˈ‘’‛′]', '', 'g');
"""

PLAIN = r"""
  s := regexp_replace(normalize(s, NFKD),
         '[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g');
"""

FOLD_BODY = (
    r"""
  s := value collate "C";
  if s !~ '[^ -~əƏıİöÖğĞüÜşŞçÇ]' then
    s := translate(s, 'ABCDEFGHIJKLMNOPQRSTUVWXYZəƏıİöÖğĞüÜşŞçÇ''`', 'abcdefghijklmnopqrstuvwxyzaaiioogguusscc');
  else
"""
    + STRIP
    + UNMIX
    + r"""
  s := replace(translate(s, 'йЙЁ', 'yyё'), 'ё', 'yo');
"""
    + PLAIN
    + r"""
  s := translate(s,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZəƏıİöÖğĞüÜşŞçÇǝƎәӘøØłŁđĐðÐħĦŧŦ'
    'абвгғдежзиыіјкҝлмноөпрстуүфхһчҹшщэєґАБВГҒДЕЖЗИЫІЈКҜЛМНОӨПРСТУҮФХҺЧҸШЩЭЄҐЦЮЯÆŒẞÞьЬъЪ',
    'abcdefghijklmnopqrstuvwxyzaaiioogguussccaaaaoollddddhhtt'
    'abvqgdejziiiykglmnooprstuufxhccsseeqabvqgdejziiiykglmnooprstuufxhccsseeqцюяæœßþ');
  s := replace(replace(replace(s, 'ц', 'ts'), 'ю', 'yu'), 'я', 'ya');
  s := replace(replace(replace(replace(s, 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th');
  end if;
  if s ~ '[^a-z0-9]' then
    s := btrim(regexp_replace(s, '[^a-z0-9]+', ' ', 'g'), ' ');
  end if;
"""
)

FOLD = f"""
create or replace function public.himaya_fold(value text) returns text
{HEAD}
declare s text;
begin
{FOLD_BODY}
  return s;
end
$function$;
"""

SORT_KEY = (
    f"""
create or replace function public.himaya_sort_key(value text) returns text
{HEAD}
declare s text;
begin
"""
    + r"""
  s := value collate "C";
  if s !~ '[^ -~əƏıİöÖğĞüÜşŞçÇ]' then
    s := translate(s, 'abcçdeəfgğhxıijkqlmnoöprsştuüvwyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVWYZ[\]^_''`',
                      'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`aABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a     ');
  else
"""
    + STRIP
    + UNMIX
    + r"""
  s := translate(s, 'çğıöşüÇĞIİÖŞÜйЙ', U&'\E003\E009\E00C\E00F\E013\E016\E003\E009\E00C\E00D\E00F\E013\E016\E021\E021');
"""
    + PLAIN
    + r"""
  s := translate(s,
    'abcçdeəfgğhxıijkqlmnoöprsştuüvwyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVWYZ'
    'АБВГҒДЕЖЗИЫІЈКҜЛМНОӨПРСТУҮФХҺЦЧҸШЩЪЬЭЮЯЄҐǝƎәӘøØłŁđĐðÐ'
    || U&'\E003\E009\E00C\E00D\E00F\E013\E016\E021' || '[\]^_' || '''`',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`aABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a'
    'абвгғдежзиыіјкҝлмноөпрстуүфхһцчҹшщъьэюяєґGGGGUURREEEE'
    'DJMNVZ]й     ');
  end if;
  return btrim(regexp_replace(s, '[^0-9A-a\u0370-\u1fff\u2c00-\u2fff\u3040-\ud7ff]+', ' ', 'g'), ' ');
end
$function$;
"""
)

SKELETONS = (
    f"""
create or replace function public.himaya_skeletons(value text) returns text[]
{HEAD}
declare s text; k text; keys text[]; found text[] := array[]::text[];
begin
{FOLD_BODY}
"""
    + r"""
  keys := array[s];
  if s ~ '^[gq]' and s !~ '^.h' then
    keys := keys || ('h' || substr(s, 2));
  end if;
  foreach k in array keys loop
    k := btrim(regexp_replace(k, '\y(oglu|ogli|qizi|kizi|gizi|kyzy|qyzy)\y', '', 'g'), ' ');
    if length(k) > 4 then
      k := regexp_replace(k, '(yeva|iyeva|ieva|eva|yev|iyev|iev|ev|ova|ov|zada|zade|li|lu)$', '');
    end if;
    k := replace(replace(replace(replace(k, 'dzh', 'c'), 'zh', 'c'), 'dj', 'c'), 'kh', 'h');
    k := replace(replace(replace(k, 'gh', 'k'), 'sh', 's'), 'ch', 's');
    k := translate(k, 'xjqgw', 'hckkv');
    k := translate(substr(k, 1, 1), 'aeiouy', 'AAIUUI')
         || regexp_replace(translate(substr(k, 2), 'aeiouy', ''), '(.)\1+', '\1', 'g');
    if k <> '' and not k = any(found) then
      found := found || k;
    end if;
  end loop;
  return array(select f from unnest(found) as f order by f collate "C");
end
$function$;
"""
)

BACK = """
drop function if exists public.himaya_fold(text);
drop function if exists public.himaya_sort_key(text);
drop function if exists public.himaya_skeletons(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(FOLD + SORT_KEY + SKELETONS, BACK, elidable=False),
    ]
