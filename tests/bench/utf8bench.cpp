#include "core/ws/utf8validator.h"
#include "tests/bench/contest.h"

#include <QStringDecoder>

#include <simdjson.h>

namespace framescope::bench
{

namespace
{
QByteArray textOf(const QString &character, qsizetype size)
{
    const QByteArray one = character.toUtf8();
    return one.repeated(size / one.size());
}

bool validate(const QByteArray &text, qsizetype piece)
{
    ws::Utf8Validator validator;
    bool valid = true;
    for (qsizetype at = 0; at < text.size(); at += piece)
        valid = validator.append(byteView(QByteArrayView(text).sliced(at, std::min(piece, text.size() - at)))) && valid;
    return valid && validator.complete();
}
} // namespace

void benchUtf8(Contest &contest)
{
    const struct {
        const char *name;
        QByteArray text;
        std::optional<double> besideQt, promised;
    } races[] = {
        {"64 KiB of ASCII", textOf(QStringLiteral("a"), 65536), {}, {}},
        {"64 KiB of CJK", textOf(QStringLiteral("\u6f22"), 65536), 15, {}},
        {"125 octets of ASCII", textOf(QStringLiteral("a"), 125), {}, 5},
    };
    const QString unit = QStringLiteral("GB/s");
    for (const auto &[name, text, besideQt, promised] : races) {
        const QByteArray &octets = text;
        const double size = double(octets.size());
        const QString title = QString::fromLatin1(name);
        const Work whole{QStringLiteral("framescope"), [&octets] { return validate(octets, octets.size()); }};
        contest.runInMemory(
            QStringLiteral("UTF-8, ") + title, unit, size,
            {whole,
             {QStringLiteral("QStringDecoder"),
              [&octets] {
                  QStringDecoder decoder(QStringDecoder::Utf8);
                  const QString decoded = decoder.decode(octets);
                  use(std::uint64_t(decoded.size()));
                  return !decoder.hasError();
              },
              besideQt},
             {QStringLiteral("simdjson (the limit)"),
              [&octets] { return simdjson::validate_utf8(octets.constData(), std::size_t(octets.size())); }}},
            promised);
        if (octets.size() > 8191) {
            const Work inPieces{QStringLiteral("framescope, pieces of 8191 octets"),
                                [&octets] { return validate(octets, 8191); }};
            contest.runInMemory(QStringLiteral("UTF-8 in pieces, ") + title, unit, size,
                                {inPieces, {QStringLiteral("framescope, whole"), whole.once, 0.8}});
        }
    }
}

} // namespace framescope::bench
