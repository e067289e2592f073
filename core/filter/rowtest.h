#pragma once

#include "core/filter/octetsearch.h"
#include "core/filter/rowfield.h"
#include "core/filter/rowquestion.h"

#include <memory>

namespace framescope::filter
{

/// A question about a row, put together of tests of its fields and of what it carries. A value: cheap to copy, and
/// never changed, so any thread may use it.
class RowTest
{
public:
    enum class Type : std::uint8_t { Everything, Field, Carries, Asks, Both, Either, Not };

    /// Holds for every row.
    RowTest();
    /// Holds for rows with a field from `low` to `high`.
    static RowTest field(RowField field, std::uint64_t low, std::uint64_t high);
    static RowTest field(RowField field, std::uint64_t value) { return RowTest::field(field, value, value); }
    /// Holds for rows that carry these octets: a frame in its payload, unmasked; the last frame of a message in several
    /// frames also in all of them joined, that of a compressed one in what the message inflates to; a head or raw row in
    /// its octets. Header octets and borders of messages never match.
    static RowTest carries(const QByteArray &octets) { return carries(OctetSearch(octets)); }
    /// `joined`: frames of one message are looked at together as well.
    static RowTest carries(const OctetSearch &search, bool joined = true);

    /// What a question looks at.
    enum class Reads : std::uint8_t {
        File,
        Notes, ///< only what people noted of rows, which may change
    };
    /// Holds for rows to which the answer is Yes.
    static RowTest asks(std::shared_ptr<const RowQuestion> question, Reads reads = Reads::File);

    friend RowTest operator&&(const RowTest &a, const RowTest &b) { return RowTest(Type::Both, a, b); }
    friend RowTest operator||(const RowTest &a, const RowTest &b) { return RowTest(Type::Either, a, b); }
    RowTest operator!() const { return RowTest(Type::Not, *this, RowTest()); }

    /// Whether more than the index must be read to answer it; without that ten million rows take some 20 ms.
    bool readsPayload() const noexcept;
    /// How many tests it is made of: a row takes about so many nanoseconds where no payload is read.
    std::size_t tests() const noexcept;
    /// Whether the answer may become another one when a note changes.
    bool readsNotes() const noexcept;

    // What it is made of.
    Type type() const noexcept;
    const FieldTest &fieldTest() const noexcept;  ///< of Field
    const OctetSearch &search() const noexcept;   ///< of Carries
    bool joins() const noexcept;                  ///< of Carries
    const RowQuestion &question() const noexcept; ///< of Asks
    const RowTest &first() const noexcept;        ///< of Both, Either and Not
    const RowTest &second() const noexcept;       ///< of Both and Either

private:
    struct Node;
    RowTest(Type type, const RowTest &a, const RowTest &b);
    explicit RowTest(std::shared_ptr<const Node> node) : m_node(std::move(node)) {}

    std::shared_ptr<const Node> m_node; ///< nullptr: Everything
};

} // namespace framescope::filter
