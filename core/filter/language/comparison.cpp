#include "core/filter/language/comparison.h"

#include "core/filter/language/literal.h"
#include "core/filter/language/questions.h"
#include "core/filter/language/valueorder.h"
#include "core/ws/finding.h"

#include <QDateTime>

#include <algorithm>
#include <limits>
#include <utility>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;
constexpr std::uint64_t maxValue = std::numeric_limits<std::uint64_t>::max();

/// Values from low to high, both included; none where low is above high.
struct Range {
    std::uint64_t low = 0;
    std::uint64_t high = maxValue;

    bool empty() const noexcept { return low > high; }
    static Range none() noexcept { return {1, 0}; }
};

using Part = Compared::Part;

Compared made(RowTest test) { return {std::move(test), {}, {}, Part::Value}; }
Compared problem(const QString &what, const QString &suggestion = {}, Part wrong = Part::Value)
{
    return {{}, what, suggestion, wrong};
}
Compared madeOf(const Result<RowTest> &test) { return test ? made(*test) : problem(test.error().message); }

bool isMessageType(FieldId field) noexcept { return field == FieldId::MessageType || field == FieldId::MessageRequest; }

/// Which values an operator other than != lets pass, when `low` to `high` is what the value means.
Range passing(Type op, Range value) noexcept
{
    switch (op) {
    case Type::Less:
        return value.low == 0 ? Range::none() : Range{0, value.low - 1};
    case Type::LessEqual:
        return {0, value.high};
    case Type::Greater:
        return value.high == maxValue ? Range::none() : Range{value.high + 1, maxValue};
    case Type::GreaterEqual:
        return {value.low, maxValue};
    default:
        return value;
    }
}

/// What a field that is a number can be asked through.
struct Column {
    std::optional<RowField> field; ///< of the index; without one a question is asked
    std::uint64_t base = 0;        ///< what people call the smallest value
};

Column columnOf(FieldId id) noexcept
{
    switch (id) {
    case FieldId::FrameNumber:
        return {RowField::Row, 1};
    case FieldId::Time:
        return {RowField::Elapsed, 0};
    case FieldId::Delta:
        return {RowField::Delta, 0};
    case FieldId::Direction:
        return {RowField::Direction, 0};
    case FieldId::Connection:
        return {RowField::Connection, 1};
    case FieldId::Kind:
        return {RowField::Kind, 0};
    case FieldId::Opcode:
        return {RowField::Opcode, 0};
    case FieldId::Fin:
        return {RowField::Fin, 0};
    case FieldId::Rsv:
        return {RowField::Rsv, 0};
    case FieldId::Masked:
        return {RowField::Masked, 0};
    case FieldId::Length:
        return {RowField::Length, 0};
    case FieldId::Wire:
        return {RowField::WireSize, 0};
    case FieldId::Form:
        return {RowField::Form, 0};
    case FieldId::MessageNumber:
        return {RowField::MessageRow, 1};
    case FieldId::Severity:
        return {RowField::Severity, 0};
    case FieldId::Event:
        return {RowField::EventKind, 0};
    default:
        return {};
    }
}

/// Rows whose field lies in the range, as people count it.
RowTest inRange(FieldId id, Range range)
{
    const Column column = columnOf(id);
    if (!column.field && field(id).type == ValueType::Span)
        return range.empty() ? !RowTest() : spanQuestion(id, range.low, range.high);
    if (!column.field)
        return range.empty() ? !RowTest() : numberQuestion(id, range.low, range.high);
    if (range.empty() || range.high < column.base)
        return !RowTest();
    const std::uint64_t low = std::max(range.low, column.base) - column.base;
    return RowTest::field(*column.field, low, range.high == maxValue ? maxValue : range.high - column.base);
}

/// One bit of RSV, of which 4 is the first.
RowTest rsvBit(std::uint64_t bit, bool set)
{
    std::optional<RowTest> any;
    for (std::uint64_t rsv = 0; rsv < 8; ++rsv) {
        if (((rsv & bit) != 0) == set) {
            const RowTest one = RowTest::field(RowField::Rsv, rsv);
            any = any ? *any || one : one;
        }
    }
    return *any;
}

RowTest flag(FieldId id, bool set)
{
    switch (id) {
    case FieldId::Rsv1:
        return rsvBit(4, set);
    case FieldId::Rsv2:
        return rsvBit(2, set);
    case FieldId::Rsv3:
        return rsvBit(1, set);
    case FieldId::Marked:
        return markQuestion(set);
    default:
        return inRange(id, {set ? 1u : 0u, set ? 1u : 0u});
    }
}

QString wordsOf(const Field &field)
{
    QStringList words;
    for (const FieldWord &each : field.words)
        words.append(QLatin1String(each.word));
    return words.join(u", ");
}

/// The value's text, and its unit, which may stand in the same word.
std::pair<QStringView, QStringView> withUnit(const Value &value)
{
    const QStringView text(value.text);
    if (!value.unit.isEmpty())
        return {text, QStringView(value.unit)};
    const qsizetype at = unitStart(text);
    return {text.first(at), text.sliced(at)};
}

/// What numbers a value of a field means: mostly one; a time of day to the minute means all of its nanoseconds.
struct Numbers {
    std::optional<Range> range;
    RowField field = RowField::Elapsed; ///< of a time
    Compared wrong;
};

Numbers one(std::optional<std::uint64_t> value, const QString &otherwise, const QString &suggestion = {})
{
    if (!value)
        return {{}, {}, problem(otherwise, suggestion)};
    return {Range{*value, *value}, {}, {}};
}

/// Of a day by the clock on the wall, as a value of RowField::Time.
std::uint64_t startOf(QDate day) { return timeValue(Timestamp(day.startOfDay().toMSecsSinceEpoch() * 1'000'000)); }

Numbers timeOf(const Value &value)
{
    const auto [number, unit] = withUnit(value);
    const auto span = value.isString() ? std::nullopt : nanoseconds(number, unit);
    if (span)
        return {Range{*span, *span}, RowField::Elapsed, {}};
    const QString text = value.isString() ? QString::fromUtf8(value.token.value) : value.text;
    if (const auto day = dayTime(text))
        return {Range{day->ns, day->ns + day->resolution - 1}, RowField::DayTime, {}};
    if (const auto whole = dateTime(text)) {
        const std::uint64_t start = timeValue(whole->start);
        return {Range{start, start + whole->resolution - 1}, RowField::Time, {}};
    }
    // A date alone is its whole day, which may have 23 hours or 25, and may not begin at midnight.
    const QDate day = isDate(text) ? QDate::fromString(text, Qt::ISODate) : QDate();
    if (day.isValid() && day.year() >= 1971 && day.year() <= 2261) // what nanoseconds since 1970 can tell
        return {Range{startOf(day), startOf(day.addDays(1)) - 1}, RowField::Time, {}};
    return {{}, {}, problem(u"%1 is no time: write 1.5 s, 12:01:03.5 or 2026-11-23T12:01:03Z"_qs.arg(value.text))};
}

Numbers wordOf(const Field &field, const Value &value)
{
    const QString text = value.isString() ? QString::fromUtf8(value.token.value) : value.text;
    for (const FieldWord &each : field.words) {
        if (text.compare(QLatin1String(each.word), Qt::CaseInsensitive) == 0)
            return {Range{each.value, each.value}, {}, {}};
    }
    // Opcodes are numbers that have names; directions are not.
    if (field.id == FieldId::Opcode) {
        const auto number = wholeNumber(text);
        if (number && *number <= 15)
            return {Range{*number, *number}, {}, {}};
    }
    const QString what = field.id == FieldId::Opcode ? u"%1 is no value of %2; use %3, or 0 to 15"_qs
                                                     : u"%1 is no value of %2; use one of %3"_qs;
    return {{}, {}, problem(what.arg(text, QLatin1String(field.name), wordsOf(field)), nearestWord(field, text))};
}

Numbers wholeOf(const Value &value)
{
    const qsizetype dots = value.text.indexOf(u"..");
    if (dots > 0 && wholeNumber(QStringView(value.text).first(dots)))
        return {{}, {}, problem(u"a range stands in a list: in {%1}"_qs.arg(value.text), {}, Part::Operator)};
    if (value.text.size() > 1 && value.text.startsWith(u'0') && value.text.at(1).isDigit())
        return {{},
                {},
                problem(u"%1 begins with 0: a decimal number does not, a hexadecimal one with 0x"_qs.arg(value.text))};
    return one(wholeNumber(value.text), u"%1 is no whole number"_qs.arg(value.text));
}

Numbers numbersOf(const Field &field, const Value &value)
{
    if (value.isString() && field.type != ValueType::Word && field.type != ValueType::Time)
        return {{}, {}, problem(u"%1 is compared with a number, not with a string"_qs.arg(QLatin1String(field.name)))};
    const auto [number, unit] = withUnit(value);
    switch (field.type) {
    case ValueType::Size:
        return one(unit.isEmpty() ? wholeNumber(value.text) : octetCount(number, unit),
                   u"%1 is no number of bytes: write 100, 0x64 or 1.5 KiB"_qs.arg(value.text + value.unit));
    case ValueType::Span:
        return one(nanoseconds(number, unit),
                   u"%1 is no duration: write 200 ms or 1.5 s"_qs.arg(value.text + value.unit));
    case ValueType::Time:
        return timeOf(value);
    case ValueType::Word:
        return wordOf(field, value);
    default:
        return wholeOf(value);
    }
}

/// With a number, or from one to another.
Compared compareNumbers(const Field &field, Type op, const Numbers &low, const Numbers &high)
{
    if (!low.range)
        return low.wrong;
    if (!high.range)
        return high.wrong;
    const auto rows = [&](Range range) {
        if (field.type != ValueType::Time || low.field == RowField::Elapsed)
            return inRange(field.id, range);
        return range.empty() ? !RowTest() : RowTest::field(low.field, range.low, range.high);
    };
    if (field.type == ValueType::Time && low.field != high.field)
        return problem(u"both ends must be times of one kind"_qs);
    const Range value{low.range->low, high.range->high};
    if (value.empty() && low.field == RowField::DayTime) // over midnight
        return made(rows({value.low, maxValue}) || rows({0, value.high}));
    if (value.empty())
        return problem(u"no value lies in it: its first end is above its second"_qs);
    if (op == Type::NotEqual)
        return made(rows({}) && !rows(value));
    return made(rows(passing(op, value)));
}

std::optional<bool> truth(QStringView text)
{
    if (text == u"1" || text.compare(u"true", Qt::CaseInsensitive) == 0)
        return true;
    if (text == u"0" || text.compare(u"false", Qt::CaseInsensitive) == 0)
        return false;
    return {};
}

Compared compareFlag(const Operand &operand, Type op, const Value &value)
{
    const std::optional<bool> wanted = value.isString() ? std::nullopt : truth(value.text);
    if (!wanted)
        return problem(u"%1 is 0 or 1"_qs.arg(operand.name));
    std::optional<RowTest> any;
    for (const bool set : {false, true}) {
        if (passesOrder(op, int(set) <=> int(*wanted)))
            any = any ? *any || flag(operand.field->id, set) : flag(operand.field->id, set);
    }
    return made(any.value_or(!RowTest()));
}

Compared compareRatio(const Operand &operand, Type op, const Value &value)
{
    const std::optional<double> wanted = value.isString() ? std::nullopt : ratio(value.text);
    if (!wanted)
        return problem(u"%1 is no ratio: write 4 or 2.5"_qs.arg(value.text));
    return made(ratioQuestion(operand.field->id, op, *wanted));
}

Compared compareOctets(const Operand &operand, Type op, const Value &value)
{
    std::optional<QByteArray> octets = value.isString() ? std::optional(value.token.value) : hexOctets(value.text);
    if (!octets)
        return problem(u"%1 is neither hexadecimal bytes nor a string in quotes"_qs.arg(value.text),
                       u"\"%1\""_qs.arg(value.text));
    if (op == Type::Contains && operand.field->id == FieldId::Payload && !operand.slice)
        return made(RowTest::carries(*octets));
    return made(octetQuestion(operand.field->id, operand.slice, op, *octets));
}

Compared compareString(const Operand &operand, Type op, const Value &value)
{
    const QByteArray text = value.isString() ? value.token.value : value.text.toUtf8();
    if (op == Type::Contains && operand.field->id == FieldId::Text)
        return made(RowTest::carries(text));
    if (operand.field->id == FieldId::Finding && (op == Type::Equal || op == Type::NotEqual) &&
        ws::findFinding({text.constData(), static_cast<std::size_t>(text.size())}) == nullptr)
        return problem(u"%1 is no finding: docs/findings.md has their names"_qs.arg(QString::fromUtf8(text)),
                       nearestFinding(QString::fromUtf8(text)));
    if (op != Type::Equal && op != Type::NotEqual && op != Type::Contains)
        return problem(u"%1 is a text: compare it with ==, !=, contains or matches"_qs.arg(operand.name), {},
                       Part::Operator);
    if (isMessageType(operand.field->id))
        return madeOf(typeQuestion(operand.field->id, op, QString::fromUtf8(text)));
    return made(textQuestion(operand.field->id, op, text));
}

/// A value of any type in the payload.
Compared valueQuestion(const Operand &operand, Type op, const QByteArray &value, bool isString,
                       const QByteArray &upTo = {})
{
    return operand.field->id == FieldId::Json ? jsonQuestion(operand.name, op, value, isString, upTo)
                                              : decodedQuestion(operand.name, op, value, isString, upTo);
}

Compared matches(const Operand &operand, const Value &value)
{
    const ValueType type = operand.field->type;
    if (type != ValueType::String && type != ValueType::Octets && type != ValueType::Json)
        return problem(u"%1 is no text that could match"_qs.arg(operand.name), {}, Part::Operator);
    if (!value.isString())
        return problem(u"a regular expression stands in quotes"_qs, u"\"%1\""_qs.arg(value.text));
    if (type == ValueType::Json)
        return valueQuestion(operand, Type::Matches, value.token.value, true);
    const QString pattern = QString::fromUtf8(value.token.value);
    return madeOf(isMessageType(operand.field->id) ? typeQuestion(operand.field->id, Type::Matches, pattern)
                                                   : matchQuestion(operand, pattern));
}
} // namespace

bool takesUnit(ValueType type) noexcept
{
    return type == ValueType::Size || type == ValueType::Span || type == ValueType::Time;
}

QString unitsOf(ValueType type)
{
    return type == ValueType::Size ? u"B, kB, KiB, MB, MiB, GB, GiB"_qs
                                   : QStringList{u"ns"_qs, u"us"_qs, u"ms"_qs, u"s"_qs, u"min"_qs, u"h"_qs}.join(u", ");
}

bool Operand::setSlice(QStringView text)
{
    if (const qsizetype dash = text.indexOf(u'-', 1); dash > 0 && !text.contains(u':')) { // from the first to the last
        const auto first = wholeNumber(text.first(dash));
        const auto last = wholeNumber(text.sliced(dash + 1));
        constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
        if (!first || !last || *last < *first || *last > most)
            return false;
        slice = OctetSlice{static_cast<std::int64_t>(*first), *last - *first + 1};
        return true;
    }
    const qsizetype colon = text.indexOf(u':');
    const QStringView start = colon < 0 ? text : text.first(colon);
    const bool back = start.startsWith(u'-');
    const auto from = start.isEmpty() ? std::optional<std::uint64_t>(0) : wholeNumber(start.sliced(back ? 1 : 0));
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!from || *from > most || text == u":" || text.isEmpty())
        return false;
    OctetSlice made;
    made.from = back ? -static_cast<std::int64_t>(*from) : static_cast<std::int64_t>(*from);
    if (colon < 0)
        made.count = 1;
    else if (const QStringView count = text.sliced(colon + 1); !count.isEmpty()) {
        made.count = wholeNumber(count);
        if (!made.count)
            return false;
    }
    slice = made;
    return true;
}

bool Value::canHaveUnit(QStringView next) const
{
    return unitStart(text) == text.size() && !text.isEmpty() && text[0].isDigit() &&
           (next.isEmpty() || isSizeUnit(next) || isTimeUnit(next));
}

Compared hasField(const Operand &operand)
{
    const Field &field = *operand.field;
    if (operand.slice)
        return made(octetQuestion(field.id, operand.slice, Type::End, {}));
    switch (field.type) {
    case ValueType::Flag:
        return made(flag(field.id, true));
    case ValueType::Ratio:
        return made(ratioQuestion(field.id, Type::GreaterEqual, 0));
    case ValueType::Json:
        return valueQuestion(operand, Type::End, {}, false);
    default:
        break;
    }
    switch (field.id) {
    case FieldId::Finding:
        return made(RowTest::field(RowField::HasFindings, 1));
    case FieldId::Payload:
    case FieldId::Text: // what a compressed message inflates to is on its last frame
        return made((RowTest::field(RowField::Length, 1, maxValue) || RowTest::field(RowField::EndsMessage, 1)) &&
                    octetQuestion(FieldId::Payload, {}, Type::End, {}));
    case FieldId::Key:
        return made(RowTest::field(RowField::Masked, 1));
    case FieldId::Address:
    case FieldId::Peer:
    case FieldId::Url:
    case FieldId::CloseReason:
    case FieldId::Comment:
        return made(textQuestion(field.id, Type::End, {}));
    case FieldId::Severity:
        return made(RowTest::field(RowField::HasFindings, 1));
    case FieldId::MessageType:
    case FieldId::MessageRequest:
        return madeOf(typeQuestion(field.id, Type::End, {}));
    default:
        return made(inRange(field.id, {}));
    }
}

Compared compare(const Operand &operand, Type op, const Value &value)
{
    const Field &field = *operand.field;
    if (op == Type::Matches)
        return matches(operand, value);
    const bool text =
        field.type == ValueType::String || field.type == ValueType::Octets || field.type == ValueType::Json;
    if (op == Type::Contains && !text)
        return problem(u"%1 is no text that could contain something"_qs.arg(operand.name), u"=="_qs, Part::Operator);
    if (op == Type::Contains && value.isString() && value.token.value.isEmpty())
        return problem(u"there is nothing in it to look for"_qs);
    if (!takesUnit(field.type) && !value.unit.isEmpty())
        return problem(u"%1 has no unit"_qs.arg(operand.name));
    switch (field.type) {
    case ValueType::Flag:
        return compareFlag(operand, op, value);
    case ValueType::Ratio:
        return compareRatio(operand, op, value);
    case ValueType::Octets:
        return compareOctets(operand, op, value);
    case ValueType::String:
        return compareString(operand, op, value);
    case ValueType::Json:
        return valueQuestion(operand, op, value.isString() ? value.token.value : value.text.toUtf8(), value.isString());
    default: {
        const Numbers numbers = numbersOf(field, value);
        return compareNumbers(field, op, numbers, numbers);
    }
    }
}

Compared compareRange(const Operand &operand, const Value &value)
{
    const qsizetype dots = value.isString() ? -1 : value.text.indexOf(u"..");
    const qsizetype dash = value.isString() ? -1 : value.text.indexOf(u'-');
    const bool isNumber = operand.field->type == ValueType::Number || operand.field->type == ValueType::Size;
    if (dots < 0 && dash > 0 && isNumber && wholeNumber(QStringView(value.text).first(dash)))
        return problem(u"%1 is no whole number"_qs.arg(value.text), QString(value.text).replace(dash, 1, u".."_qs));
    if (dots < 0)
        return compare(operand, Type::Equal, value);
    if (!takesUnit(operand.field->type) && !value.unit.isEmpty())
        return problem(u"%1 has no unit"_qs.arg(operand.name));
    Value low = value, high = value;
    low.text = value.text.first(dots);
    high.text = value.text.sliced(dots + 2);
    if (low.text.isEmpty() || high.text.isEmpty())
        return problem(u"a range has two ends: write 1000..1015"_qs);
    if (low.unit.isEmpty() && unitStart(low.text) == low.text.size())
        low.unit = withUnit(high).second.toString(); // 1..5 KiB
    switch (operand.field->type) {
    case ValueType::Ratio: {
        const Compared from = compareRatio(operand, Type::GreaterEqual, low);
        const Compared to = compareRatio(operand, Type::LessEqual, high);
        return from.test && to.test ? made(*from.test && *to.test) : from.test ? to : from;
    }
    case ValueType::Number:
    case ValueType::Size:
    case ValueType::Span:
    case ValueType::Time:
    case ValueType::Word:
        return compareNumbers(*operand.field, Type::Equal, numbersOf(*operand.field, low),
                              numbersOf(*operand.field, high));
    case ValueType::Json:
        return valueQuestion(operand, Type::GreaterEqual, low.text.toUtf8(), false, high.text.toUtf8());
    default:
        return problem(u"%1 has no order to give a range"_qs.arg(operand.name));
    }
}

} // namespace framescope::filter
