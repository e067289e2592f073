#include "core/ws/utf8validator.h"
#include "tests/bench/contest.h"

#include <QStringDecoder>

#include <simdjson.h>

namespace framescope::bench
{

namespace
{
constexpr qsizetype textSize = 64 * 1024;

QByteArray textOf(const QString &character)
{
    const QByteArray one = character.toUtf8();
    return one.repeated(textSize / one.size());
}
} // namespace

void benchUtf8(Contest &contest)
{
    const int milliseconds = contest.quick() ? 20 : 100;
    const std::pair<QString, QByteArray> texts[] = {
        {QStringLiteral("ASCII"), textOf(QStringLiteral("a"))},
        {QStringLiteral("CJK"), textOf(QStringLiteral("\u6f22"))},
    };
    for (const auto &[name, text] : texts) {
        const auto perSecond = [&text = text, milliseconds](const std::function<void()> &work) {
            return double(text.size()) / timePerCall(work, milliseconds);
        };
        const auto validate = [&text = text](qsizetype chunk) {
            ws::Utf8Validator validator;
            bool valid = true;
            for (qsizetype at = 0; at < text.size(); at += chunk)
                valid =
                    validator.append(byteView(QByteArrayView(text).sliced(at, std::min(chunk, text.size() - at)))) &&
                    valid;
            return valid && validator.complete();
        };
        bool valid = true;
        const auto checked = [&valid](double figure) { return valid ? figure : -1; };
        contest.run(QStringLiteral("UTF-8, 64 KiB of %1").arg(name), QStringLiteral("GB/s"), Better::Higher,
                    {{QStringLiteral("framescope, whole"),
                      [&] { return checked(perSecond([&] { valid = validate(text.size()) && valid; })); }},
                     {QStringLiteral("framescope, pieces of 1001 octets"),
                      [&] { return checked(perSecond([&] { valid = validate(1001) && valid; })); }},
                     {QStringLiteral("QStringDecoder"),
                      [&] {
                          return perSecond([&text = text] {
                              QStringDecoder decoder(QStringDecoder::Utf8);
                              const QString decoded = decoder.decode(text);
                              use(std::uint64_t(decoded.size()));
                          });
                      }},
                     {QStringLiteral("simdjson, whole (the limit)"),
                      [&] {
                          return checked(perSecond([&] {
                              valid = simdjson::validate_utf8(text.constData(), std::size_t(text.size())) && valid;
                          }));
                      }}},
                    5);
    }
}

} // namespace framescope::bench
